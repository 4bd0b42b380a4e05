using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Protocol;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Status = Distributed.InferenceService.Grpc.Messages.HealthCheckResponse.Types.ServingStatus;

namespace Distributed.InferenceService.Grpc;

/// <summary>What is asked about the server as a whole.</summary>
internal sealed class ServerMethods(HealthCheckService health)
{
    /// <summary>The protocol's service.</summary>
    public const string Service = "inference.GRPCInferenceService";

    /// <summary>The standard health service.</summary>
    public const string HealthService = "grpc.health.v1.Health";

    public static ValueTask<Reply<ServerLiveResponse>> LiveAsync(ServerLiveRequest request, CancellationToken cancellationToken) =>
        new(new ServerLiveResponse { Live = true });

    // The server listens only after the index of published models has been read.
    public static ValueTask<Reply<ServerReadyResponse>> ReadyAsync(ServerReadyRequest request, CancellationToken cancellationToken) =>
        new(new ServerReadyResponse { Ready = true });

    public static ValueTask<Reply<ServerMetadataResponse>> MetadataAsync(
        ServerMetadataRequest request, CancellationToken cancellationToken) =>
        new(new ServerMetadataResponse
        {
            Name = ServerIdentity.Name,
            Version = ServerIdentity.Version,
            Extensions = { "model_repository", "statistics" },
        });

    public async ValueTask<Reply<HealthCheckResponse>> CheckAsync(HealthCheckRequest request, CancellationToken cancellationToken)
    {
        if (request.Service is not ("" or Service))
        {
            return new ProtocolFault(StatusCodes.Status404NotFound, $"there is no service '{request.Service}'");
        }

        var report = await health.CheckHealthAsync(cancellationToken);
        return new HealthCheckResponse { Status = report.Status == HealthStatus.Unhealthy ? Status.NotServing : Status.Serving };
    }
}
