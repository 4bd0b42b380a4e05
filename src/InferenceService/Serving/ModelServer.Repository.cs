namespace Distributed.InferenceService.Serving;

/// <content>What the repository extension of the protocol asks for.</content>
public sealed partial class ModelServer
{
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
        await changes.BringAsync(target.Model, cancellationToken);
        var acquired = await AcquireMainAsync(target, cancellationToken);
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
}
