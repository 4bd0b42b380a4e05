namespace Distributed.Contracts.Experiments;

/// <summary>How one field of <typeparamref name="T"/> is read.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Read">Gives the object with the field's value, or adds a fault.</param>
/// <param name="Missing">What the field must be, when it may not be left out.</param>
/// <param name="Whole">Whether it is a whole number.</param>
internal sealed record SpecField<T>(string Name, Func<T, SpecValue, T> Read, string? Missing = null, bool Whole = false)
{
    /// <summary>For a field that is an object: its fields as fields of <typeparamref name="T"/>, each named by its path.</summary>
    public IReadOnlyList<SpecField<T>> Inner { get; init; } = [];

    /// <summary>For a field that is costly to read: reads a value of it once, to be set on any number of objects.</summary>
    public Func<SpecValue, Func<T, T>>? ReadOnce { private get; init; }

    /// <summary>A value of this field, to be set on any number of objects; a fault is added here when there is one.</summary>
    /// <param name="value">The value; it is read again for every object unless that is costly, so its JSON must last.</param>
    /// <param name="sample">An object to try it on.</param>
    /// <returns>Null when the value has a fault.</returns>
    public Func<T, T>? Bind(SpecValue value, T sample)
    {
        var before = value.Faults.Count;
        var set = ReadOnce?.Invoke(value) ?? (owner => Read(owner, value));
        set(sample);
        return value.Faults.Count == before ? set : null;
    }
}
