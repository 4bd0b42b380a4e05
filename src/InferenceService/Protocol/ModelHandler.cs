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
    /// <summary>What the protocol calls a model of this kind.</summary>
    public const string Platform = "onnx_onnxv1";

    public static Task<MetadataResult> GetMetadataAsync(StoredVersions versions, string model, CancellationToken cancellationToken) =>
        GetVersionMetadataAsync(versions, model, null, cancellationToken);

    public static async Task<MetadataResult> GetVersionMetadataAsync(
        StoredVersions versions, string model, string? version, CancellationToken cancellationToken)
    {
        var (slot, found, fault) = await versions.FindAsync(model, version, cancellationToken);
        return fault is null ? TypedResults.Ok(Describe(slot!, found!)) : ProtocolFaults.Json(fault);
    }

    public static Task<ReadyResult> GetReadyAsync(ModelServer server, string model, CancellationToken cancellationToken) =>
        GetVersionReadyAsync(server, model, null, cancellationToken);

    public static async Task<ReadyResult> GetVersionReadyAsync(
        ModelServer server, string model, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, version, cancellationToken);
        if (target.Fault is { } missing)
        {
            return ProtocolFaults.Json(missing);
        }

        var acquired = await server.AcquireMainAsync(target, cancellationToken);
        if (!acquired.TryGetLease(out var lease, out var fault))
        {
            return ProtocolFaults.Json(fault);
        }

        using (lease)
        {
            return TypedResults.Ok(new ReadyStatus(true, lease.Model.Name, lease.Model.VersionName));
        }
    }

    private static ModelMetadata Describe(ModelSlot slot, ModelVersion version) => new(
        version.Model,
        [.. slot.Versions.Select(known => VersionNames.Format(known.Version))],
        Platform,
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
