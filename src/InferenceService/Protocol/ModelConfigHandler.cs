using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ConfigResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distributed.InferenceService.Protocol.ModelConfig>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Distributed.InferenceService.Protocol.ProtocolError>>;

namespace Distributed.InferenceService.Protocol;

/// <summary>The model configuration extension.</summary>
internal static class ModelConfigHandler
{
    private const string Float32 = "TYPE_FP32";

    public static Task<ConfigResult> GetAsync(
        StoredVersions versions, IOptions<ServingOptions> options, string model, CancellationToken cancellationToken) =>
        GetVersionAsync(versions, options, model, null, cancellationToken);

    public static async Task<ConfigResult> GetVersionAsync(
        StoredVersions versions, IOptions<ServingOptions> options, string model, string? version, CancellationToken cancellationToken)
    {
        var (_, found, fault) = await versions.FindAsync(model, version, cancellationToken);
        return fault is null ? TypedResults.Ok(Describe(found!, options.Value.MaxBatch)) : ProtocolFaults.Json(fault);
    }

    private static ModelConfig Describe(ModelVersion version, int maxBatch) => new(
        version.Model,
        "onnxruntime_onnx",
        "onnxruntime",
        maxBatch,
        [new(OnnxNames.Input, Float32, [version.Manifest.Features])],
        [new(OnnxNames.Output, Float32, [version.Manifest.Targets])]);
}
