namespace Distributed.InferenceService.Serving;

/// <summary>Where a version stands, as the repository index of the protocol tells it.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="Readiness">Whether a request for it would be answered.</param>
/// <param name="Reason">Why not, in a sentence; empty when there is nothing to say.</param>
public sealed record VersionState(string Model, int Version, Readiness Readiness, string Reason)
{
    /// <summary>The protocol's word for <see cref="Readiness"/>.</summary>
    public string ReadinessName => Readiness.ToString().ToUpperInvariant();
}

/// <summary>Whether a version answers.</summary>
public enum Readiness
{
    /// <summary>A request would be answered; the version is loaded, or will be by its first request.</summary>
    Ready = 0,

    /// <summary>It is being loaded and proven.</summary>
    Loading = 1,

    /// <summary>A request would be refused.</summary>
    Unavailable = 2,
}
