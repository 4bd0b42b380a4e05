using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>The methods that callers can name.</summary>
internal sealed class GrpcMethods(
    InferMethod infer,
    ServerMethods server,
    ModelMethods models,
    RepositoryMethods repository,
    StatisticsMethod statistics,
    IOptions<ServingOptions> options)
{
    private readonly int _limit = options.Value.MaxRequestBytes;

    /// <summary>All of them.</summary>
    public IEnumerable<GrpcMethod> All =>
    [
        new(ServerMethods.Service, "ModelInfer", infer.InvokeAsync),
        UnaryMethod.Create(ServerMethods.Service, "ServerLive", ServerLiveRequest.Parser, _limit, ServerMethods.LiveAsync),
        UnaryMethod.Create(ServerMethods.Service, "ServerReady", ServerReadyRequest.Parser, _limit, ServerMethods.ReadyAsync),
        UnaryMethod.Create(ServerMethods.Service, "ServerMetadata", ServerMetadataRequest.Parser, _limit, ServerMethods.MetadataAsync),
        UnaryMethod.Create(ServerMethods.Service, "ModelReady", ModelReadyRequest.Parser, _limit, models.ReadyAsync),
        UnaryMethod.Create(ServerMethods.Service, "ModelMetadata", ModelMetadataRequest.Parser, _limit, models.MetadataAsync),
        UnaryMethod.Create(ServerMethods.Service, "RepositoryIndex", RepositoryIndexRequest.Parser, _limit, repository.IndexAsync),
        UnaryMethod.Create(ServerMethods.Service, "RepositoryModelLoad", RepositoryModelLoadRequest.Parser, _limit, repository.LoadAsync),
        UnaryMethod.Create(ServerMethods.Service, "RepositoryModelUnload", RepositoryModelUnloadRequest.Parser, _limit, repository.UnloadAsync),
        UnaryMethod.Create(ServerMethods.Service, "ModelStatistics", ModelStatisticsRequest.Parser, _limit, statistics.ReadAsync),
        UnaryMethod.Create(ServerMethods.HealthService, "Check", HealthCheckRequest.Parser, _limit, server.CheckAsync),
    ];
}
