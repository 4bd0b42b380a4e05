using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Entry = Distributed.InferenceService.Grpc.Messages.RepositoryIndexResponse.Types.ModelIndex;

namespace Distributed.InferenceService.Grpc;

/// <summary>The repository extension: where versions stand, and loading and unloading by request.</summary>
internal sealed class RepositoryMethods(ModelServer server)
{
    public ValueTask<Reply<RepositoryIndexResponse>> IndexAsync(RepositoryIndexRequest request, CancellationToken cancellationToken)
    {
        if (FindFault(request.RepositoryName) is { } fault)
        {
            return new(fault);
        }

        var listed = server.ReadIndex().Where(version => !request.Ready || version.Readiness == Readiness.Ready);
        return new(new RepositoryIndexResponse { Models = { listed.Select(Describe) } });
    }

    public async ValueTask<Reply<RepositoryModelLoadResponse>> LoadAsync(
        RepositoryModelLoadRequest request, CancellationToken cancellationToken)
    {
        if ((FindFault(request.RepositoryName) ?? RepositoryHandler.FindFault(request.Parameters.Keys)) is { } refused)
        {
            return refused;
        }

        return await server.LoadAsync(request.ModelName, cancellationToken) is { } fault
            ? ProtocolFaults.Of(fault)
            : new RepositoryModelLoadResponse();
    }

    public async ValueTask<Reply<RepositoryModelUnloadResponse>> UnloadAsync(
        RepositoryModelUnloadRequest request, CancellationToken cancellationToken)
    {
        if (FindFault(request.RepositoryName) is { } unknown)
        {
            return unknown;
        }

        return await server.UnloadAsync(request.ModelName, cancellationToken) is { } fault
            ? ProtocolFaults.Of(fault)
            : new RepositoryModelUnloadResponse();
    }

    private static ProtocolFault? FindFault(string repository) => repository.Length == 0
        ? null
        : new(StatusCodes.Status404NotFound, $"there is no repository '{repository}'; there is one, without a name");

    private static Entry Describe(VersionState version) => new()
    {
        Name = version.Model,
        Version = VersionNames.Format(version.Version),
        State = version.ReadinessName,
        Reason = version.Reason,
    };
}
