namespace Distributed.AppHost;

/// <summary>Where callers find the system.</summary>
internal sealed record Addresses(EndpointReference Trainer, EndpointReference Inference, EndpointReference InferenceGrpc)
{
    /// <summary>Where callers find these two.</summary>
    public static Addresses Of(IResourceBuilder<ProjectResource> trainer, IResourceBuilder<ProjectResource> inference) =>
        new(trainer.GetEndpoint("http"), inference.GetEndpoint("http"), inference.GetEndpoint(BuilderExtensions.Grpc));
}
