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
        ModelServer server, IModelStore store, IOptions<ServingOptions> options, string model, CancellationToken cancellationToken) =>
        GetVersionAsync(server, store, options, model, null, cancellationToken);

    public static async Task<ConfigResult> GetVersionAsync(
        ModelServer server,
        IModelStore store,
        IOptions<ServingOptions> options,
        string model,
        string? version,
        CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, version, cancellationToken);
        if (target.Fault is { } fault)
        {
            return Error(fault);
        }

        var found = await store.FindAsync(model, target.Version.Version, cancellationToken);
        return found is null
            ? Error(new(ServingFaultKind.NotFound, $"model '{model}' is no longer in the store"))
            : TypedResults.Ok(Describe(found, options.Value.MaxBatch));
    }

    private static JsonHttpResult<ProtocolError> Error(ServingFault fault) =>
        TypedResults.Json(new ProtocolError(fault.Message), statusCode: ProtocolFaults.Status(fault.Kind));

    private static ModelConfig Describe(ModelVersion version, int maxBatch) => new(
        version.Model,
        "onnxruntime_onnx",
        "onnxruntime",
        maxBatch,
        [new(OnnxNames.Input, Float32, [version.Manifest.Features])],
        [new(OnnxNames.Output, Float32, [version.Manifest.Targets])]);
}
