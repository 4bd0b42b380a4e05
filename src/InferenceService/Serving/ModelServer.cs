using System.Globalization;
using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>The front door of serving: finds models, loads them on first use, takes in what is published.</summary>
public sealed partial class ModelServer(
    ModelCatalog catalog, SessionCache sessions, ModelLoader loader, IModelStore store, ILogger<ModelServer> logger)
{
    /// <summary>Finds what an address means, without loading it. What the index does not know the store is asked for.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Version as written in the address; null for the default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<Resolution> ResolveAsync(string model, string? version, CancellationToken cancellationToken)
    {
        int? number = null;
        if (version is not null)
        {
            if (!VersionNames.TryParse(version, out var parsed))
            {
                return new(MissAsync(model, version, cancellationToken));
            }

            number = parsed;
        }

        return FindKnown(model, number) is { } known ? new(known) : new(AskStoreAsync(model, number, cancellationToken));
    }

    /// <summary>Takes a lease, loading the version when it is not resident. When the default is bad the newest good version answers.</summary>
    public async ValueTask<Acquisition> AcquireAsync(Resolution target, CancellationToken cancellationToken)
    {
        while (true)
        {
            var slot = target.Version;
            if (slot.TryAcquire(out var model))
            {
                return new(model);
            }

            var outcome = await LoadAsync(slot).WaitAsync(cancellationToken);
            if (outcome.Model is { } loaded && loaded.TryAcquire())
            {
                return new(loaded);
            }

            if (outcome.Refusal is { } reason && (target.IsPinned || !target.Model.StepBack(slot)))
            {
                return new(new ServingFault(
                    ServingFaultKind.Unavailable, $"model '{slot.Model}' version {slot.Version} is not served: {reason}"));
            }
        }
    }

    /// <summary>Takes in published versions: a model in use changes over once its newest good version is loaded and proven; others load on first use.</summary>
    internal async Task TakeInAsync(IEnumerable<Publication> published, CancellationToken cancellationToken)
    {
        var models = published.Select(publication => catalog.Add(publication.Model, publication.Version)).ToHashSet();
        await Parallel.ForEachAsync(models, cancellationToken, async (model, token) => await ChangeOverAsync(model, token));
    }

    private async Task ChangeOverAsync(ModelSlot model, CancellationToken cancellationToken)
    {
        foreach (var candidate in model.FindCandidates())
        {
            var inUse = model.Default.IsResident;
            if (inUse && (await LoadAsync(candidate).WaitAsync(cancellationToken)).Refusal is not null)
            {
                continue;
            }

            if (model.Promote(candidate) is { } before && inUse)
            {
                sessions.Drop(before);
                ChangedOver(logger, model.Name, before.Version, candidate.Version);
            }

            return;
        }
    }

    private Task<LoadOutcome> LoadAsync(VersionSlot slot) => slot.LoadOnceAsync(LoadAndKeepAsync);

    private async Task<LoadOutcome> LoadAndKeepAsync(VersionSlot slot)
    {
        // Shared by all who wait for this version, so no one's cancellation ends it.
        var outcome = await loader.LoadAsync(slot.Model, slot.Version, CancellationToken.None);
        if (outcome.Model is { } model)
        {
            sessions.Keep(slot, model);
            Loaded(logger, slot.Model, slot.Version);
        }
        else
        {
            slot.Refuse(outcome.Refusal!);
            Refused(logger, slot.Model, slot.Version, outcome.Refusal!);
        }

        return outcome;
    }

    private Resolution? FindKnown(string model, int? version) =>
        !catalog.TryFind(model, out var slot) ? null
        : version is not { } number ? new Resolution(slot, null)
        : slot.Find(number) is { } pinned ? new Resolution(slot, pinned)
        : null;

    private async Task<Resolution> AskStoreAsync(string model, int? version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(model, version, cancellationToken) is not { } published)
        {
            return await MissAsync(model, version?.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }

        var slot = catalog.Add(published.Model, published.Version);
        return new(slot, version is { } number ? slot.Find(number) : null);
    }

    private async Task<Resolution> MissAsync(string model, string? version, CancellationToken cancellationToken)
    {
        var newest = version is null ? null : await store.FindAsync(model, null, cancellationToken);
        return new(new ServingFault(
            ServingFaultKind.NotFound,
            newest is null
                ? $"there is no model '{model}'"
                : $"model '{model}' has no version '{version}'; the newest is {newest.Version}"));
    }
}
