namespace Distributed.Contracts.Experiments;

/// <summary>A range of numbers with its description. Whatever the range, a number must be finite as float32.</summary>
internal sealed record SpecRange(string Text, Func<double, bool> Holds)
{
    /// <summary>Any number that training can represent.</summary>
    public static readonly SpecRange Finite = new("that is finite as float32 (at most 3.4e38 in magnitude)", _ => true);

    /// <summary>0 and above.</summary>
    public static readonly SpecRange NonNegative = new("of at least 0 and at most 3.4e38", value => value >= 0);

    /// <summary>Above 0.</summary>
    public static readonly SpecRange Positive = new("greater than 0 and at most 3.4e38", value => value > 0);

    /// <summary>0 to 1, both included.</summary>
    public static readonly SpecRange Share = new("from 0 to 1", value => value is >= 0 and <= 1);

    /// <summary>0 to 1 without 1.</summary>
    public static readonly SpecRange BelowOne = new("of at least 0 and less than 1", value => value is >= 0 and < 1);

    /// <summary>Whether a number is allowed.</summary>
    public bool Contains(double value) => float.IsFinite((float)value) && Holds(value);
}
