using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Serving;

/// <summary>An alias as this service follows it. Immutable; a move makes another one.</summary>
/// <param name="name">Its name.</param>
/// <param name="stored">What is stored of it.</param>
/// <param name="versions">Finds a version's slot.</param>
/// <param name="shadow">Who computes the same; null for nobody.</param>
public sealed class AliasRoute(string name, ModelAlias stored, Func<int, VersionSlot> versions, AliasShadow? shadow)
{
    private readonly VersionSlot _target = versions(stored.Target.Version);
    private readonly VersionSlot? _canary = stored.Target.Canary is { } canary ? versions(canary.Version) : null;
    private readonly VersionSlot[] _before = [.. stored.History.Reverse().Select(before => versions(before.Version))];

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What is stored of it.</summary>
    public ModelAlias Stored { get; } = stored;

    /// <summary>Who computes the same; null for nobody.</summary>
    public AliasShadow? Shadow { get; } = shadow;

    /// <summary>
    /// The version that answers, canaries aside: where the alias leads, or, when that is refused, the last good one before.
    /// </summary>
    public VersionSlot Target =>
        _target.Refusal is null ? _target : Array.Find(_before, before => before.Refusal is null) ?? _target;

    /// <summary>The version for one request.</summary>
    /// <param name="draw">What was drawn for the request, from 0 to below 1; with 1 it is never the canary.</param>
    public VersionSlot For(double draw) =>
        _canary is { Refusal: null } canary && draw < Stored.Target.Canary!.Weight ? canary : Target;

    /// <summary>
    /// Who is to compute the same as a version that answers: nobody, unless that is the one that the alias leads to, for which the shadow
    /// was named. A version before it may be the shadow itself.
    /// </summary>
    public AliasShadow? ShadowOf(VersionSlot version) => version == _target ? Shadow : null;
}
