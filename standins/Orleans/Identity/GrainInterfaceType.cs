using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>The name of a grain interface within a cluster.</summary>
[Immutable]
public readonly struct GrainInterfaceType(IdSpan value) : IEquatable<GrainInterfaceType>
{
    /// <summary>Creates an interface type from its name.</summary>
    public GrainInterfaceType(string value) : this(IdSpan.Create(value))
    {
    }

    /// <summary>The underlying text.</summary>
    public IdSpan Value { get; } = value;

    /// <summary>Whether no interface is named.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>Creates an interface type from its name.</summary>
    public static GrainInterfaceType Create(string value) => new(value);

    /// <inheritdoc/>
    public readonly bool Equals(GrainInterfaceType other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is GrainInterfaceType other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override readonly string ToString() => Value.ToString();

    /// <summary>Compares by name.</summary>
    public static bool operator ==(GrainInterfaceType left, GrainInterfaceType right) => left.Equals(right);

    /// <summary>Compares by name.</summary>
    public static bool operator !=(GrainInterfaceType left, GrainInterfaceType right) => !left.Equals(right);
}
