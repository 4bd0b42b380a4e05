using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Protocol;

/// <summary>The Open Inference Protocol, version 2, over REST.</summary>
public static class ProtocolApi
{
    internal const string InferName = "ModelInfer";
    internal const string InferVersionName = "ModelVersionInfer";

    private const string ModelPath = "/models/{model}";
    private const string VersionPath = "/models/{model}/versions/{version}";

    private static readonly string[] Extensions = ["binary_tensor_data", "model_repository", "model_configuration", "statistics", "batch"];

    /// <summary>Answers inferences ahead of routing.</summary>
    public static void UseInference(this WebApplication app) => app.UseMiddleware<InferShortcut>();

    /// <summary>Maps <c>/v2</c>.</summary>
    public static void MapProtocol(this IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/v2").WithTags("Open Inference Protocol");
        v2.MapGet("", GetServer).WithName("ServerMetadata").WithSummary("Tells what this server is.");
        v2.MapGet("/health/live", GetLive).WithName("ServerLive").WithSummary("Answers while the server runs.");
        v2.MapGet("/health/ready", GetReady).WithName("ServerReady").WithSummary("Answers once the published models are known.");

        v2.MapGet(ModelPath, ModelHandler.GetMetadataAsync).WithName("ModelMetadata").Describe("Tells the inputs and outputs of a model.");
        v2.MapGet(VersionPath, ModelHandler.GetVersionMetadataAsync).WithName("ModelVersionMetadata").Describe("The same for one version.");
        v2.MapGet(ModelPath + "/ready", ModelHandler.GetReadyAsync).WithName("ModelReady")
            .Describe("Loads a model unless it is loaded, and tells whether it can predict.");
        v2.MapGet(VersionPath + "/ready", ModelHandler.GetVersionReadyAsync).WithName("ModelVersionReady")
            .Describe("The same for one version.");

        v2.MapPost(ModelPath + "/infer", InferAsync).WithName(InferName).DescribeInfer("Predicts with a model's default version.");
        v2.MapPost(VersionPath + "/infer", InferVersionAsync).WithName(InferVersionName).DescribeInfer("Predicts with one version.");
        v2.MapPost("/batch", BatchAsync).WithName("Batch").DescribeBatch();
        v2.MapGet(ModelPath + "/config", ModelConfigHandler.GetAsync).WithName("ModelConfig")
            .Describe("Tells a model's configuration in Triton's words.");
        v2.MapGet(VersionPath + "/config", ModelConfigHandler.GetVersionAsync).WithName("ModelVersionConfig")
            .Describe("The same for one version.");
        v2.MapRepository();
        v2.MapStatistics();
    }

    private static void MapRepository(this RouteGroupBuilder v2)
    {
        v2.MapPost("/repository/index", RepositoryHandler.GetIndexAsync).WithName("RepositoryIndex")
            .Accepts<RepositoryQuery>(isOptional: true, "application/json", "*/*")
            .WithSummary("Tells where every version stands.");
        v2.MapPost("/repository/models/{model}/load", RepositoryHandler.LoadAsync).WithName("RepositoryModelLoad")
            .Accepts<RepositoryChange>(isOptional: true, "application/json", "*/*")
            .Describe("Loads a model and proves it; lifts an unload.");
        v2.MapPost("/repository/models/{model}/unload", RepositoryHandler.UnloadAsync).WithName("RepositoryModelUnload")
            .Describe("Drops a model's sessions and refuses its requests until it is loaded, in this process.");
    }

    private static void MapStatistics(this RouteGroupBuilder v2)
    {
        v2.MapGet("/models/stats", StatisticsHandler.GetAll).WithName("Statistics")
            .WithSummary("Tells what the versions in use have computed.");
        v2.MapGet(ModelPath + "/stats", StatisticsHandler.GetModelAsync).WithName("ModelStatistics")
            .Describe("Tells what a model's versions have computed.");
        v2.MapGet(VersionPath + "/stats", StatisticsHandler.GetVersionAsync).WithName("ModelVersionStatistics")
            .Describe("The same for one version.");
    }

    private static Ok<ServerMetadata> GetServer() =>
        TypedResults.Ok(new ServerMetadata(ServerIdentity.Name, ServerIdentity.Version, Extensions));

    private static Ok<LiveStatus> GetLive() => TypedResults.Ok(new LiveStatus(true));

    // The server listens only after the index of published models has been read.
    private static Ok<ReadyStatus> GetReady() => TypedResults.Ok(new ReadyStatus(true));

    private static Task InferAsync(HttpContext context, InferHandler handler, string model) =>
        handler.HandleAsync(context, model, null);

    private static Task InferVersionAsync(HttpContext context, InferHandler handler, string model, string version) =>
        handler.HandleAsync(context, model, version);

    private static Task BatchAsync(HttpContext context, BatchHandler handler) => handler.HandleAsync(context);

    private static void Describe(this RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .Produces<ProtocolError>(StatusCodes.Status404NotFound)
        .Produces<ProtocolError>(StatusCodes.Status503ServiceUnavailable);

    private static void DescribeInfer(this RouteHandlerBuilder route, string summary) => route
        .WithDescription(
            "Input datatypes: FP32; FP64, rounded to FP32; BOOL and integers that FP32 holds exactly; FP16 and BF16 as binary data. "
            + "An output that is not finite is null.")
        .Accepts<InferBody>("application/json", "*/*")
        .Produces<InferAnswer>()
        .Produces<ProtocolError>(StatusCodes.Status400BadRequest)
        .Produces<ProtocolError>(StatusCodes.Status413PayloadTooLarge)
        .Describe(summary);

    private static void DescribeBatch(this RouteHandlerBuilder route) => route
        .WithDescription(
            "Each request has a model_name, perhaps a model_version, and is otherwise as for one model. Answers come in the same order; "
            + "one that failed has an error in its place.")
        .Accepts<BatchBody>("application/json", "*/*")
        .Produces<BatchAnswer>()
        .Produces<ProtocolError>(StatusCodes.Status400BadRequest)
        .Produces<ProtocolError>(StatusCodes.Status413PayloadTooLarge)
        .WithSummary("Predicts for many models at once.");
}
