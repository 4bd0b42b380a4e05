using Distributed.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Protocol;

/// <summary>The Open Inference Protocol, version 2, over REST.</summary>
public static class ProtocolApi
{
    private const string ModelPath = "/models/{model}";
    private const string VersionPath = "/models/{model}/versions/{version}";

    /// <summary>Maps <c>/v2</c>.</summary>
    public static void MapProtocol(this IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/v2").WithTags("Open Inference Protocol");
        v2.MapGet("", GetServer).WithName("ServerMetadata").WithSummary("Tells what this server is.");
        v2.MapGet("/health/live", GetLive).WithName("ServerLive").WithSummary("Answers while the server runs.");
        v2.MapGet("/health/ready", GetReady).WithName("ServerReady").WithSummary("Answers once the published models are known.");

        v2.MapGet(ModelPath, ModelHandler.GetMetadataAsync).WithName("ModelMetadata").Describe("Tells the inputs and outputs of a model.");
        v2.MapGet(VersionPath, ModelHandler.GetVersionMetadataAsync).WithName("ModelVersionMetadata").Describe("The same for one version.");
        v2.MapGet(ModelPath + "/ready", ModelHandler.GetReadyAsync).WithName("ModelReady").Describe("Loads a model unless it is loaded, and tells whether it can predict.");
        v2.MapGet(VersionPath + "/ready", ModelHandler.GetVersionReadyAsync).WithName("ModelVersionReady").Describe("The same for one version.");

        v2.MapPost(ModelPath + "/infer", InferAsync).WithName("ModelInfer").DescribeInfer("Predicts with a model's default version.");
        v2.MapPost(VersionPath + "/infer", InferVersionAsync).WithName("ModelVersionInfer").DescribeInfer("Predicts with one version.");
    }

    private static Ok<ServerMetadata> GetServer() =>
        TypedResults.Ok(new ServerMetadata("distributed", typeof(ProtocolApi).Assembly.GetName().Version!.ToString(3), []));

    private static Ok<LiveStatus> GetLive() => TypedResults.Ok(new LiveStatus(true));

    // The server listens only after the index of published models has been read.
    private static Ok<ReadyStatus> GetReady() => TypedResults.Ok(new ReadyStatus(true));

    private static Task InferAsync(HttpContext context, InferHandler handler, string model) =>
        handler.HandleAsync(context, model, null);

    private static Task InferVersionAsync(HttpContext context, InferHandler handler, string model, string version) =>
        handler.HandleAsync(context, model, version);

    private static void Describe(this RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .Produces<ProtocolError>(StatusCodes.Status404NotFound)
        .Produces<ProtocolError>(StatusCodes.Status503ServiceUnavailable);

    private static void DescribeInfer(this RouteHandlerBuilder route, string summary) => route
        .WithDescription("Input datatypes: FP32; FP64, rounded to FP32; integers that FP32 holds exactly. An output that is not finite is null.")
        .WithMetadata(new NoServerSizeLimit())
        .Accepts<InferBody>("application/json", "*/*")
        .Produces<InferAnswer>()
        .Produces<ProtocolError>(StatusCodes.Status400BadRequest)
        .Produces<ProtocolError>(StatusCodes.Status413PayloadTooLarge)
        .Describe(summary);
}
