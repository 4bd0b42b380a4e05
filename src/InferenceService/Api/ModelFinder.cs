using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>From a name and perhaps a version in an address to a stored version and, when asked for, a lease on it.</summary>
public sealed class ModelFinder(ModelServer server, IModelStore store)
{
    /// <summary>Finds a version without loading it.</summary>
    public async Task<FoundModel> FindAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(name, version, cancellationToken);
        return target.Fault is { } fault
            ? new(Problem(fault))
            : await ReadAsync(target.Model, target.Version.Version, default, cancellationToken);
    }

    /// <summary>Finds a version and loads it; the caller disposes the result.</summary>
    public async Task<FoundModel> LeaseAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(name, version, cancellationToken);
        if (target.Fault is { } missing)
        {
            return new(Problem(missing));
        }

        var acquired = await server.AcquireMainAsync(target, cancellationToken);
        return acquired.TryGetLease(out var lease, out var fault)
            ? await ReadAsync(target.Model, lease.Model.Version, lease, cancellationToken)
            : new(Problem(fault));
    }

    private async Task<FoundModel> ReadAsync(ModelSlot slot, int version, ModelLease? lease, CancellationToken cancellationToken)
    {
        ModelVersion? stored = null;
        try
        {
            stored = await store.FindAsync(slot.Name, version, cancellationToken);
            return stored is null
                ? new(Problem(ServingFault.NoLongerStored(slot.Name, version)))
                : new(slot, stored, lease);
        }
        finally
        {
            if (stored is null)
            {
                lease?.Dispose();
            }
        }
    }

    internal static ProblemHttpResult Problem(ServingFault fault) =>
        TypedResults.Problem(fault.Message, statusCode: ProtocolFaults.Status(fault.Kind));
}
