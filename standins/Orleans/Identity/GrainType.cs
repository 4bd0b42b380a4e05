using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>The name of a grain class within a cluster.</summary>
[Immutable]
public readonly struct GrainType(IdSpan id) : IEquatable<GrainType>, IComparable<GrainType>
{
    /// <summary>The underlying text.</summary>
    public IdSpan Value { get; } = id;

    /// <summary>Whether no type is named.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>Creates a grain type from its name.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <inheritdoc/>
    public readonly bool Equals(GrainType obj) => Value.Equals(obj.Value);

    /// <inheritdoc/>
    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public readonly int CompareTo(GrainType other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override readonly string? ToString() => Value.ToString();

    /// <summary>Compares by name.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Compares by name.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
