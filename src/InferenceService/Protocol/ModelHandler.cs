using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using MetadataResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distributed.InferenceService.Protocol.ModelMetadata>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Distributed.InferenceService.Protocol.ProtocolError>>;
using ReadyResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distributed.InferenceService.Protocol.ReadyStatus>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Distributed.InferenceService.Protocol.ProtocolError>>;

namespace Distributed.InferenceService.Protocol;

/// <summary>Answers what the protocol asks about models.</summary>
internal static class ModelHandler
{
    public static Task<MetadataResult> GetMetadataAsync(
        ModelServer server, IModelStore store, string model, CancellationToken cancellationToken) =>
        GetVersionMetadataAsync(server, store, model, null, cancellationToken);

    public static async Task<MetadataResult> GetVersionMetadataAsync(
        ModelServer server, IModelStore store, string model, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, version, cancellationToken);
        if (target.Fault is { } fault)
        {
            return Error(fault);
        }

        var found = await store.FindAsync(model, target.Version.Version, cancellationToken);
        return found is null
            ? Error(new(ServingFaultKind.NotFound, $"model '{model}' is no longer in the store"))
            : TypedResults.Ok(Describe(target.Model, found));
    }

    public static Task<ReadyResult> GetReadyAsync(ModelServer server, string model, CancellationToken cancellationToken) =>
        GetVersionReadyAsync(server, model, null, cancellationToken);

    public static async Task<ReadyResult> GetVersionReadyAsync(
        ModelServer server, string model, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, version, cancellationToken);
        if (target.Fault is { } missing)
        {
            return Error(missing);
        }

        var acquired = await server.AcquireAsync(target, cancellationToken);
        if (!acquired.TryGetLease(out var lease, out var fault))
        {
            return Error(fault);
        }

        using (lease)
        {
            return TypedResults.Ok(new ReadyStatus(true, lease.Model.Name, lease.Model.VersionName));
        }
    }

    private static JsonHttpResult<ProtocolError> Error(ServingFault fault) =>
        TypedResults.Json(new ProtocolError(fault.Message), statusCode: ProtocolFaults.Status(fault.Kind));

    private static ModelMetadata Describe(ModelSlot slot, ModelVersion version) => new(
        version.Model,
        [.. slot.Versions.Select(known => VersionNames.Format(known.Version))],
        "onnx_onnxv1",
        [new(OnnxNames.Input, ElementTypes.ModelType, [-1, version.Manifest.Features])],
        [new(OnnxNames.Output, ElementTypes.ModelType, [-1, version.Manifest.Targets])],
        new Dictionary<string, string>
        {
            ["version"] = VersionNames.Format(version.Version),
            ["experiment"] = version.Manifest.Experiment,
            ["engine"] = version.Manifest.Engine,
            ["sha256"] = version.Manifest.Sha256,
        });
}
