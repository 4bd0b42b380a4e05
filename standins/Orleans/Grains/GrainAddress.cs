using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Names an activation: grain, activation and silo.</summary>
[Immutable]
public sealed class GrainAddress : IEquatable<GrainAddress>
{
    /// <summary>The grain.</summary>
    public GrainId GrainId { get; init; }

    /// <summary>The activation.</summary>
    public ActivationId ActivationId { get; init; }

    /// <summary>The silo that hosts it.</summary>
    public SiloAddress? SiloAddress { get; init; }

    /// <summary>Whether all three parts are known.</summary>
    public bool IsComplete => !GrainId.IsDefault && !ActivationId.IsDefault && SiloAddress is not null;

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] GrainAddress? other) => other is not null && Matches(other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as GrainAddress);

    /// <summary>Whether both name the same activation on the same silo.</summary>
    public bool Matches([NotNullWhen(true)] GrainAddress? other) => other is not null && GrainId.Equals(other.GrainId)
        && ActivationId.Equals(other.ActivationId) && Equals(SiloAddress, other.SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SiloAddress, GrainId, ActivationId);

    /// <inheritdoc/>
    public override string ToString() => $"[{nameof(GrainAddress)} GrainId {GrainId}, ActivationId: {ActivationId}, SiloAddress: {SiloAddress}]";
}
