using System.Runtime.CompilerServices;
using Distributed.Contracts.Experiments;

namespace Distributed.Store;

/// <summary>State of grains, one row a grain, guarded by an ETag against a second writer.</summary>
public interface IGrainStateStore
{
    /// <summary>Reads one row; null when there is none.</summary>
    Task<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes one row and, in the same transaction, the experiment's line in the catalog when one is given.
    /// Returns after the row is on disk. A caller that fails, fails alone: others that wrote at the same time are not touched.
    /// </summary>
    /// <param name="kind">Name of the state.</param>
    /// <param name="key">Key of the grain.</param>
    /// <param name="etag">The ETag that the row must have now; null when it must not exist.</param>
    /// <param name="data">The new state, as JSON text in UTF-8.</param>
    /// <param name="entry">What the catalog is to show; its id is the key.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may happen all the same.</param>
    /// <exception cref="ArgumentException">The entry bears another name than the grain.</exception>
    /// <remarks>A plain null for the entry means this overload.</remarks>
    [OverloadResolutionPriority(1)]
    Task<StateWrite> WriteAsync(
        string kind, string key, string? etag, byte[] data, ExperimentView? entry, CancellationToken cancellationToken = default);

    /// <summary>The same with the sweep's line in the list of sweeps.</summary>
    /// <inheritdoc cref="WriteAsync(string, string, string?, byte[], ExperimentView?, CancellationToken)"/>
    Task<StateWrite> WriteAsync(
        string kind, string key, string? etag, byte[] data, SweepEntry entry, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes the rows that do not exist yet, each with its line in the catalog, all in one transaction, and leaves the others as they
    /// are. Until it ends no other write does, so a caller with very many gives them in parts.
    /// </summary>
    /// <param name="kind">Name of the states.</param>
    /// <param name="states">The new states.</param>
    /// <param name="fence">The state of the grain that makes them, as it was when the grain decided to; none is written once it is another.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may happen all the same.</param>
    /// <returns>How many were new; null when the fence does not hold.</returns>
    Task<int?> InsertAllAsync(string kind, IReadOnlyList<NewState> states, GrainFence fence, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes one row, when its ETag is <paramref name="etag"/>, and with it the catalog's line, the checkpoint and the losses, or
    /// the sweep's line and its rungs; a sweep's experiments stay.
    /// What was published stays; an experiment of the same name publishes anew. No row and no ETag counts as deleted.
    /// </summary>
    Task<StateWrite> ClearAsync(string kind, string key, string? etag, CancellationToken cancellationToken = default);
}

/// <summary>A row of grain state.</summary>
public sealed record StoredState(byte[] Data, string ETag);

/// <summary>A row of grain state that is to be made.</summary>
/// <param name="Data">The state, as JSON text in UTF-8.</param>
/// <param name="Entry">What the catalog is to show; its id is the grain's key.</param>
public sealed record NewState(byte[] Data, ExperimentView Entry);

/// <summary>What became of a guarded write.</summary>
/// <param name="Written">False when the row's ETag was another, and nothing was changed.</param>
/// <param name="ETag">The row's ETag now; null when there is no row.</param>
public readonly record struct StateWrite(bool Written, string? ETag);
