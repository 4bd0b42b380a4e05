using Distributed.InferenceService.Serving;
using Distributed.Store;

namespace Distributed.InferenceService.Protocol;

/// <summary>Looks up what the store knows of the version that an address means; nothing is loaded for it.</summary>
public sealed class StoredVersions(ModelServer server, IModelStore store)
{
    /// <summary>Looks up.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Number or alias as written in the address; null for the default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The model and its version, or why they are not known.</returns>
    public async ValueTask<(ModelSlot? Model, ModelVersion? Version, ServingFault? Fault)> FindAsync(
        string model, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, version, cancellationToken);
        if (target.Fault is { } fault)
        {
            return (null, null, fault);
        }

        return await store.FindAsync(model, target.Version.Version, cancellationToken) is { } found
            ? (target.Model, found, null)
            : (null, null, ServingFault.NoLongerStored(model, target.Version.Version));
    }
}
