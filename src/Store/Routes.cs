using Distributed.Contracts.Models;

namespace Distributed.Store;

/// <summary>
/// Policies and aliases of models: one document a model. Whoever waits in <see cref="IModelStore.WaitForChangeAsync"/> is told of their
/// changes as of publications.
/// </summary>
public interface IRouteStore
{
    /// <summary>The document of a model; null when there was never one.</summary>
    Task<StoredRoutes?> FindAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>
    /// The documents that changed after the revision, as they are now, in the order of change, up to <paramref name="limit"/>.
    /// </summary>
    Task<IReadOnlyList<StoredRoutes>> ReadAfterAsync(long revision, int limit, CancellationToken cancellationToken = default);

    /// <summary>Writes a model's document, unless somebody else has meanwhile.</summary>
    /// <param name="model">The model; at least one version of it is published.</param>
    /// <param name="revision">The revision that it must have now; 0 when there must be none.</param>
    /// <param name="routes">The new document.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may happen all the same.</param>
    /// <returns>What is stored now; null when its revision was another, and nothing was changed.</returns>
    /// <exception cref="StoreException">There is no version of the model.</exception>
    Task<StoredRoutes?> WriteAsync(string model, long revision, ModelRoutes routes, CancellationToken cancellationToken = default);
}

/// <summary>The document of one model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Revision">Position in the order of changes over all models; grows with each, may have gaps, is never used twice.</param>
/// <param name="Routes">The document.</param>
public sealed record StoredRoutes(string Model, long Revision, ModelRoutes Routes);
