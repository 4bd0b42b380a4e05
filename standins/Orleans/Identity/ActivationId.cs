using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Tells one activation of a grain from the next.</summary>
[Immutable]
public readonly struct ActivationId(Guid key) : IEquatable<ActivationId>
{
    internal Guid Key { get; } = key;

    /// <summary>Whether no activation is named.</summary>
    public bool IsDefault => Key == Guid.Empty;

    /// <summary>A new, unique id.</summary>
    public static ActivationId NewId() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public readonly bool Equals(ActivationId other) => Key == other.Key;

    /// <inheritdoc/>
    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is ActivationId other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Key.GetHashCode();

    /// <inheritdoc/>
    public override readonly string ToString() => $"@{Key:N}";

    /// <summary>Compares ids.</summary>
    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

    /// <summary>Compares ids.</summary>
    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
