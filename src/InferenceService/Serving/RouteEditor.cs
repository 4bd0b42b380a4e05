using Distributed.Contracts.Models;
using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Changes policies and aliases. Whatever an alias is to lead to is loaded and proven here first; then one document is written, and when
/// the call returns this service follows it. Others follow within moments.
/// </summary>
public sealed class RouteEditor(ModelServer server, VersionLoads loads, ChangeOvers changes, IRouteStore store)
{
    /// <summary>How often somebody else may be quicker before the caller is told to try again.</summary>
    private const int MostAttempts = 100;

    /// <summary>Makes an alias, or moves it; without effect when it leads there already.</summary>
    public Task<RouteEdit> MoveAsync(string model, string alias, AliasTarget target, CancellationToken cancellationToken) =>
        EditAsync(
            model,
            (routes, proof) => routes.Aliases.GetValueOrDefault(alias) is { } present
                ? SetAsync(routes, alias, present.MoveTo(target), proof)
                : CreateAsync(routes, alias, target, proof),
            cancellationToken);

    /// <summary>Moves an alias back to where it led before its last move.</summary>
    public Task<RouteEdit> RollBackAsync(string model, string alias, CancellationToken cancellationToken) => EditAsync(
        model,
        (routes, proof) => routes.Aliases.GetValueOrDefault(alias) is not { } present ? Task.FromResult(Unknown(model, alias))
            : present.TakeBack() is { } before ? SetAsync(routes, alias, before, proof)
            : Task.FromResult(RouteChange.Refused(RouteFaultKind.Conflict, $"alias '{alias}' of model '{model}' has no earlier target")),
        cancellationToken);

    /// <summary>Takes an alias away.</summary>
    public Task<RouteEdit> RemoveAsync(string model, string alias, CancellationToken cancellationToken) => EditAsync(
        model,
        (routes, _) => Task.FromResult(
            routes.Aliases.ContainsKey(alias) ? RouteChange.To(routes.Without(alias)) : Unknown(model, alias)),
        cancellationToken);

    /// <summary>Sets which versions are served; at least one that is loaded and proven has to be left.</summary>
    public Task<RouteEdit> SetPolicyAsync(string model, VersionPolicy policy, CancellationToken cancellationToken) => EditAsync(
        model,
        async (routes, proof) =>
            policy == routes.Policy ? RouteChange.To(routes)
            : await proof.FindPolicyFaultAsync(policy) is { } fault ? new(null, fault)
            : RouteChange.To(routes with { Policy = policy }),
        cancellationToken);

    private static RouteChange Unknown(string model, string alias) =>
        RouteChange.Refused(RouteFaultKind.NotFound, $"model '{model}' has no alias '{alias}'");

    private static async Task<RouteChange> CreateAsync(ModelRoutes routes, string alias, AliasTarget target, RouteProof proof)
    {
        if (routes.Aliases.Count >= ModelRoutes.MaxAliases)
        {
            return RouteChange.Refused(
                RouteFaultKind.Conflict, $"the model has {ModelRoutes.MaxAliases} aliases, which is the most allowed");
        }

        var (model, fault) = await proof.LoadAsync(target.Version);
        return model is null
            ? new(null, fault)
            : await SetAsync(routes, alias, new(target, model.Features, model.Targets, []), proof);
    }

    private static async Task<RouteChange> SetAsync(ModelRoutes routes, string alias, ModelAlias value, RouteProof proof) =>
        ReferenceEquals(routes.Aliases.GetValueOrDefault(alias), value) ? RouteChange.To(routes)
        : await proof.FindFaultAsync(alias, value) is { } fault ? new(null, fault)
        : RouteChange.To(routes.With(alias, value));

    private async Task<RouteEdit> EditAsync(
        string model, Func<ModelRoutes, RouteProof, Task<RouteChange>> change, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, null, cancellationToken);
        if (target.Fault is { } missing)
        {
            return RouteEdit.Refused(new(RouteFaultKind.NotFound, missing.Message));
        }

        using var proof = new RouteProof(target.Model, server, loads, cancellationToken);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var stored = await store.FindAsync(model, cancellationToken) ?? new(model, 0, ModelRoutes.None);
            var (routes, fault) = await change(stored.Routes, proof);
            if (routes is null)
            {
                return RouteEdit.Refused(fault);
            }

            if (await WriteAsync(stored, routes, cancellationToken) is { } written)
            {
                await FollowAsync(target.Model, written, cancellationToken);
                return new(target.Model, written.Routes, null);
            }
        }

        return RouteEdit.Refused(new(RouteFaultKind.Unavailable, $"others change the routes of model '{model}' all the time; try again"));
    }

    private Task<StoredRoutes?> WriteAsync(StoredRoutes stored, ModelRoutes routes, CancellationToken cancellationToken) =>
        ReferenceEquals(stored.Routes, routes)
            ? Task.FromResult<StoredRoutes?>(stored)
            : store.WriteAsync(stored.Model, stored.Revision, routes, cancellationToken);

    private async Task FollowAsync(ModelSlot model, StoredRoutes written, CancellationToken cancellationToken)
    {
        model.Want(written);
        await changes.BringAsync(model, cancellationToken);
    }
}
