using Distributed.Contracts.Models;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Tensor = Distributed.InferenceService.Grpc.Messages.ModelMetadataResponse.Types.TensorMetadata;

namespace Distributed.InferenceService.Grpc;

/// <summary>What is asked about a model.</summary>
internal sealed class ModelMethods(ModelServer server, StoredVersions versions)
{
    /// <summary>A model that exists and is refused is not ready; one that does not exist is an error.</summary>
    public async ValueTask<Reply<ModelReadyResponse>> ReadyAsync(ModelReadyRequest request, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(request.Name, ProtoText.EmptyAsNull(request.Version), cancellationToken);
        if (target.Fault is { } missing)
        {
            return ProtocolFaults.Of(missing);
        }

        var acquired = await server.AcquireMainAsync(target, cancellationToken);
        if (!acquired.TryGetLease(out var lease, out _))
        {
            return new ModelReadyResponse { Ready = false };
        }

        using (lease)
        {
            return new ModelReadyResponse { Ready = true };
        }
    }

    public async ValueTask<Reply<ModelMetadataResponse>> MetadataAsync(ModelMetadataRequest request, CancellationToken cancellationToken)
    {
        var (slot, found, fault) = await versions.FindAsync(request.Name, ProtoText.EmptyAsNull(request.Version), cancellationToken);
        return fault is null ? Describe(slot!, found!) : ProtocolFaults.Of(fault);
    }

    private static Reply<ModelMetadataResponse> Describe(ModelSlot slot, ModelVersion version) => new ModelMetadataResponse
    {
        Name = version.Model,
        Versions = { slot.Versions.Select(known => VersionNames.Format(known.Version)) },
        Platform = ModelHandler.Platform,
        Inputs = { Describe(OnnxNames.Input, version.Manifest.Features) },
        Outputs = { Describe(OnnxNames.Output, version.Manifest.Targets) },
    };

    private static Tensor Describe(string name, int width) =>
        new() { Name = name, Datatype = ElementTypes.ModelType, Shape = { -1, width } };
}
