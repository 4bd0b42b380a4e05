using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>The front door of serving: finds what an address means, and gives leases.</summary>
public sealed partial class ModelServer(
    ModelCatalog catalog,
    VersionLoads loads,
    SessionCache sessions,
    ChangeOvers changes,
    IModelStore store,
    IRouteStore routes,
    InferenceMetrics metrics)
{
    private const double NoCanary = 1;

    /// <summary>Finds what an address means, without loading it. What the index does not know the store is asked for.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Number or alias as written in the address; null for the default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<Resolution> ResolveAsync(string model, string? version, CancellationToken cancellationToken) =>
        FindKnown(model, version) is { } known ? new(known) : new(AskStoreAsync(model, version, cancellationToken));

    /// <summary>What the index knows of an address; null when only the store can tell.</summary>
    internal Resolution? FindKnown(string model, string? version) =>
        catalog.TryFind(model, out var slot) ? FindKnown(slot, version) : null;

    /// <summary>
    /// Takes a lease for one request, which a canary gets its share of, loading the version when it is not resident. When it is bad and
    /// was not asked for by its number, the last good one answers.
    /// </summary>
    public ValueTask<Acquisition> AcquireAsync(Resolution target, CancellationToken cancellationToken) =>
        AcquireAsync(target, Random.Shared.NextDouble(), cancellationToken);

    /// <summary>As <see cref="AcquireAsync(Resolution, CancellationToken)"/>, canaries aside: for who asks about a model.</summary>
    public ValueTask<Acquisition> AcquireMainAsync(Resolution target, CancellationToken cancellationToken) =>
        AcquireAsync(target, NoCanary, cancellationToken);

    private ValueTask<Acquisition> AcquireAsync(Resolution target, double draw, CancellationToken cancellationToken)
    {
        var slot = target.For(draw);
        if (target.Model.FindObstacle(slot, target.IsPinned) is null && slot.TryAcquire(out var model))
        {
            metrics.Hit();
            return new(new Acquisition(new ModelLease(model, slot, target.ShadowOf(slot))));
        }

        return new(LoadAndLeaseAsync(target, draw, cancellationToken));
    }

    private async Task<Acquisition> LoadAndLeaseAsync(Resolution target, double draw, CancellationToken cancellationToken)
    {
        metrics.Miss();
        while (true)
        {
            target = target.Again();
            var slot = target.For(draw);
            if (target.Model.FindObstacle(slot, target.IsPinned) is { } obstacle)
            {
                return new(Unavailable(slot, obstacle));
            }

            var outcome = await loads.AcquireAsync(slot, cancellationToken);
            if (outcome.Model is { } model)
            {
                DropIfLeft(target, slot);
                return new(new ModelLease(model, slot, target.ShadowOf(slot)));
            }

            if (!target.StepBack(slot))
            {
                return new(Unavailable(slot, outcome.Refusal!));
            }
        }
    }

    // Requests may have been led elsewhere while this one loaded; then nobody but its lease is to keep the session.
    private void DropIfLeft(Resolution target, VersionSlot slot)
    {
        if (!target.IsPinned)
        {
            changes.DropUnlessAnswering(slot);
        }
    }

    private static Resolution? FindKnown(ModelSlot model, string? version)
    {
        if (version is null)
        {
            return model.Routes.Default is { } standard ? new(model, standard) : new Resolution(model, pinned: null);
        }

        if (VersionNames.TryParse(version, out var number))
        {
            return model.Find(number) is { } pinned ? new(model, pinned) : null;
        }

        return model.Routes.Aliases.TryGetValue(version, out var alias) ? new(model, alias) : null;
    }

    private async Task<Resolution> AskStoreAsync(string model, string? version, CancellationToken cancellationToken)
    {
        if (FindImpossible(model, version) is { } impossible)
        {
            return new(impossible);
        }

        var number = version is not null && VersionNames.TryParse(version, out var parsed) ? parsed : (int?)null;
        if (await store.FindAsync(model, number, cancellationToken) is { } published)
        {
            var slot = catalog.Add(published.Model, published.Version);
            await AskForRoutesAsync(slot, cancellationToken);
            if (FindKnown(slot, version) is { } known)
            {
                return known;
            }
        }

        return new(await MissAsync(model, version, cancellationToken));
    }

    // The store is not to be asked for whatever callers may write, and cannot even be for some of it.
    private static ServingFault? FindImpossible(string model, string? version) =>
        !ResourceName.IsValid(model) ? NotFound($"there is no model '{model}'")
        : version is null || VersionNames.TryParse(version, out _) || VersionNames.IsAlias(version) ? null
        : NotFound($"model '{model}' has no version '{version}'; a version is a number from 1 to {int.MaxValue}, or an alias");

    private async Task AskForRoutesAsync(ModelSlot model, CancellationToken cancellationToken)
    {
        if (await routes.FindAsync(model.Name, cancellationToken) is { } stored)
        {
            model.Want(stored);
            await changes.BringAsync(model, cancellationToken);
        }
    }

    private async Task<ServingFault> MissAsync(string model, string? version, CancellationToken cancellationToken)
    {
        var newest = await store.FindAsync(model, null, cancellationToken);
        var alias = version is not null && VersionNames.TryParse(version, out _) ? "" : " and no alias of that name";
        return NotFound(newest is null
            ? $"there is no model '{model}'"
            : $"model '{model}' has no version '{version}'{alias}; the newest is {newest.Version}");
    }

    private static ServingFault NotFound(string message) => new(ServingFaultKind.NotFound, message);

    private static ServingFault Unavailable(VersionSlot slot, string reason) =>
        new(ServingFaultKind.Unavailable, $"model '{slot.Model}' version {slot.Version} is not served: {reason}");
}
