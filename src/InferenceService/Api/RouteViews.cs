using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Api;

/// <summary>All aliases of a model, by name.</summary>
public sealed record AliasList(IReadOnlyList<AliasView> Aliases);

/// <summary>An alias.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that it leads to.</param>
/// <param name="Canary">A version that answers a share of the requests instead.</param>
/// <param name="Shadow">A version that computes the same, to be compared.</param>
/// <param name="Serving">The version that answers here, canaries aside: another one only while the one it leads to is refused.</param>
/// <param name="Features">Width of the input of every version that it may lead to.</param>
/// <param name="Targets">Width of the output of every version that it may lead to.</param>
/// <param name="History">Where it led before, oldest first: what a roll-back goes back to is the last.</param>
/// <param name="Comparison">How the shadow compares, counted by the process that answers.</param>
public sealed record AliasView(
    string Name,
    int Version,
    CanaryRoute? Canary,
    ShadowRoute? Shadow,
    int Serving,
    int Features,
    int Targets,
    IReadOnlyList<AliasTarget> History,
    ShadowComparison? Comparison)
{
    internal static AliasView Of(string name, ModelAlias stored, ModelSlot model)
    {
        var followed = model.Routes.Aliases.GetValueOrDefault(name);
        return new(
            name,
            stored.Target.Version,
            stored.Target.Canary,
            stored.Target.Shadow,
            followed?.Target.Version ?? stored.Target.Version,
            stored.Features,
            stored.Targets,
            stored.History,
            followed?.Shadow?.Comparison);
    }
}
