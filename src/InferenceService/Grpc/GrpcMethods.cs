using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Serving;
using Google.Protobuf;
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
        Create("ServerLive", ServerLiveRequest.Parser, ServerMethods.LiveAsync),
        Create("ServerReady", ServerReadyRequest.Parser, ServerMethods.ReadyAsync),
        Create("ServerMetadata", ServerMetadataRequest.Parser, ServerMethods.MetadataAsync),
        Create("ModelReady", ModelReadyRequest.Parser, models.ReadyAsync),
        Create("ModelMetadata", ModelMetadataRequest.Parser, models.MetadataAsync),
        Create("RepositoryIndex", RepositoryIndexRequest.Parser, repository.IndexAsync),
        Create("RepositoryModelLoad", RepositoryModelLoadRequest.Parser, repository.LoadAsync),
        Create("RepositoryModelUnload", RepositoryModelUnloadRequest.Parser, repository.UnloadAsync),
        Create("ModelStatistics", ModelStatisticsRequest.Parser, statistics.ReadAsync),
        UnaryMethod.Create(ServerMethods.HealthService, "Check", HealthCheckRequest.Parser, _limit, server.CheckAsync),
    ];

    private GrpcMethod Create<TRequest, TAnswer>(
        string name, MessageParser<TRequest> parser, Func<TRequest, CancellationToken, ValueTask<Reply<TAnswer>>> answer)
        where TRequest : class, IMessage<TRequest>
        where TAnswer : class, IMessage =>
        UnaryMethod.Create(ServerMethods.Service, name, parser, _limit, answer);
}
