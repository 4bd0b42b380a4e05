// The official package does not say which of these may be null.
#nullable disable annotations

namespace Orleans.Runtime;

/// <summary>Says which state of the grain an <see cref="IPersistentState{TState}"/> parameter is, and who stores it.</summary>
/// <param name="stateName">The state's name.</param>
/// <param name="storageName">The provider's name; the default provider when null.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string storageName = null) : Attribute
{
    /// <summary>The state's name.</summary>
    public string StateName { get; } = stateName;

    /// <summary>The provider's name.</summary>
    public string StorageName { get; } = storageName;
}
