using System.Globalization;
using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>The front door of serving: finds models, loads them on first use, takes in what is published.</summary>
public sealed partial class ModelServer(
    ModelCatalog catalog, SessionCache sessions, ModelLoader loader, IModelStore store, ILogger<ModelServer> logger)
{
    internal const string Unloaded = "it was unloaded by request; load it again";

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
            if (target.Model.IsUnloaded)
            {
                return new(Unavailable(slot, Unloaded));
            }

            if (slot.TryAcquire(out var model))
            {
                return new(model, slot);
            }

            var outcome = await LoadAsync(slot).WaitAsync(cancellationToken);
            if (outcome.Model is { } loaded && loaded.TryAcquire())
            {
                return new(loaded, slot);
            }

            if (outcome.Refusal is { } reason && (target.IsPinned || !target.Model.StepBack(slot)))
            {
                return new(Unavailable(slot, reason));
            }
        }
    }

    /// <summary>
    /// Loads and proves the version that answers by default, now, and lifts an earlier <see cref="UnloadAsync"/>. Versions that were
    /// refused are proven again.
    /// </summary>
    /// <returns>Why it does not answer; null when it does.</returns>
    public async Task<ServingFault?> LoadAsync(string model, CancellationToken cancellationToken)
    {
        var target = await ResolveAsync(model, null, cancellationToken);
        if (target.Fault is { } missing)
        {
            return missing;
        }

        target.Model.Readmit();
        var acquired = await AcquireAsync(target, cancellationToken);
        if (acquired.TryGetLease(out var lease, out var fault))
        {
            lease.Dispose();
        }

        return fault;
    }

    /// <summary>
    /// Drops a model's sessions and refuses its requests until <see cref="LoadAsync(string, CancellationToken)"/>, in this process and as
    /// long as it runs; requests under way are answered.
    /// </summary>
    /// <returns>Why there is nothing to unload; null when it is done.</returns>
    public async Task<ServingFault?> UnloadAsync(string model, CancellationToken cancellationToken)
    {
        var target = await ResolveAsync(model, null, cancellationToken);
        if (target.Fault is { } missing)
        {
            return missing;
        }

        target.Model.IsUnloaded = true;
        foreach (var version in target.Model.Versions)
        {
            sessions.Drop(version);
        }

        return null;
    }

    /// <summary>Where every known version stands, by name and number.</summary>
    public IReadOnlyList<VersionState> ReadIndex() =>
    [
        .. catalog.Models.OrderBy(model => model.Name, StringComparer.Ordinal)
            .SelectMany(model => model.Versions.Select(model.StateOf)),
    ];

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

    private static ServingFault Unavailable(VersionSlot slot, string reason) =>
        new(ServingFaultKind.Unavailable, $"model '{slot.Model}' version {slot.Version} is not served: {reason}");

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
