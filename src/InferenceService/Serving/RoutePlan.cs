using System.Collections.Frozen;
using Distributed.Contracts.Models;
using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>The policy and the aliases of a model as this service follows them. Immutable; a change replaces the whole.</summary>
public sealed class RoutePlan
{
    private readonly FrozenSet<int> _named;

    private RoutePlan(StoredRoutes stored, FrozenDictionary<string, AliasRoute> aliases)
    {
        Revision = stored.Revision;
        Policy = stored.Routes.Policy;
        Aliases = aliases;
        Default = aliases.GetValueOrDefault(ModelRoutes.DefaultAlias);
        _named = aliases.Values.SelectMany(alias => alias.Stored.Target.Versions()).ToFrozenSet();
    }

    /// <summary>Which change of the routes this is; 0 when there was never one.</summary>
    public long Revision { get; }

    /// <summary>Which versions are served, beside those that aliases name.</summary>
    public VersionPolicy Policy { get; }

    /// <summary>The aliases by name.</summary>
    public FrozenDictionary<string, AliasRoute> Aliases { get; }

    /// <summary>The alias that answers when no version is named; null when there is none.</summary>
    public AliasRoute? Default { get; }

    /// <summary>A model without routes.</summary>
    internal static RoutePlan None { get; } = new(new("", 0, ModelRoutes.None), FrozenDictionary<string, AliasRoute>.Empty);

    /// <summary>Whether an alias names the version.</summary>
    public bool Names(int version) => _named.Contains(version);

    /// <summary>Whether requests by an alias lead to the version.</summary>
    internal bool LeadsTo(VersionSlot version) => Names(version.Version) || Aliases.Values.Any(alias => alias.Target == version);

    /// <summary>The plan for what is stored; only shadows that compare the same as before stay the objects that they are.</summary>
    internal static RoutePlan For(StoredRoutes stored, ModelSlot model, ShadowMirror mirror) => new(
        stored,
        stored.Routes.Aliases.ToFrozenDictionary(entry => entry.Key, entry => RouteFor(entry, model, mirror), StringComparer.Ordinal));

    private static AliasRoute RouteFor(KeyValuePair<string, ModelAlias> entry, ModelSlot model, ShadowMirror mirror)
    {
        var before = model.Routes.Aliases.GetValueOrDefault(entry.Key);
        return new(entry.Key, entry.Value, model.FindOrAdd, ShadowFor(entry.Value.Target, before, model, mirror));
    }

    // What was counted of a shadow goes on while the same two versions are compared in the same way.
    private static AliasShadow? ShadowFor(AliasTarget target, AliasRoute? before, ModelSlot model, ShadowMirror mirror)
    {
        if (target.Shadow is not { } shadow)
        {
            return null;
        }

        return before?.Stored.Target is { } present && present.Version == target.Version && present.Shadow == shadow
            ? before.Shadow
            : new AliasShadow(model.FindOrAdd(shadow.Version), shadow.Tolerance, mirror);
    }
}
