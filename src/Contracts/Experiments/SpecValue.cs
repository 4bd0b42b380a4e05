using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>
/// A value of a spec with its place. Each read checks type and range; on a fault it names the field and what is allowed,
/// and gives the fallback, so that reading goes on to the next fault.
/// </summary>
internal readonly record struct SpecValue(JsonElement Json, string Path, SpecFaults Faults)
{
    private const double MaxExactInteger = 9007199254740992.0;

    /// <summary>A whole number; 100.0 and 1e2 are whole as well.</summary>
    public long Integer(long min, long max, long fallback)
    {
        if (Json.ValueKind == JsonValueKind.Number && TryGetWhole(out var value) && value >= min && value <= max)
        {
            return value;
        }
        return Refuse($"a whole number from {min} to {max}", fallback);
    }

    /// <summary>A number of things.</summary>
    public int Count(int max, int fallback, int min = 1) => (int)Integer(min, max, fallback);

    /// <summary>A number within <paramref name="range"/>.</summary>
    public double Number(SpecRange range, double fallback) =>
        Json.ValueKind == JsonValueKind.Number && Json.TryGetDouble(out var value) && range.Contains(value)
            ? value
            : Refuse($"a number {range.Text}", fallback);

    /// <summary>True or false.</summary>
    public bool Boolean(bool fallback) =>
        Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : Refuse("true or false", fallback);

    /// <summary>One of an enum's wire names.</summary>
    public T Choice<T>(T fallback)
        where T : struct, Enum
    {
        if (JsonText.Of(Json) is { } text && WireNames<T>.Find(text) is { } choice)
        {
            return choice;
        }
        return Refuse($"one of {WireNames<T>.All}", fallback);
    }

    /// <summary>The name of an experiment or a model.</summary>
    public string Name(string fallback) =>
        JsonText.Of(Json) is { } text && ResourceName.IsValid(text)
            ? text
            : Refuse(
                $"1 to {ResourceName.MaxLength} letters, digits, \".\", \"_\" and \"-\", the first a letter or digit", fallback);

    /// <summary>The items of a list that has at least one; none when this has a fault.</summary>
    /// <param name="what">What the items are.</param>
    public IEnumerable<SpecValue> Items(string what)
    {
        if (Json.ValueKind != JsonValueKind.Array || Json.GetArrayLength() == 0)
        {
            Refuse($"a list of 1 or more {what}", false);
            return [];
        }

        var (path, faults) = (Path, Faults);
        return Json.EnumerateArray().Select((item, index) => new SpecValue(item, $"{path}[{index}]", faults));
    }

    /// <summary>Says that this must be something else.</summary>
    public T Refuse<T>(string allowed, T fallback)
    {
        var (json, path) = (Json, Path);
        Faults.Add(() => (path, $"was {SpecText.Describe(json)}; must be {allowed}."));
        return fallback;
    }

    private bool TryGetWhole(out long value)
    {
        if (Json.TryGetInt64(out value))
        {
            return true;
        }
        if (Json.TryGetDouble(out var number) && Math.Abs(number) <= MaxExactInteger && number == Math.Truncate(number))
        {
            value = (long)number;
            return true;
        }
        return false;
    }
}
