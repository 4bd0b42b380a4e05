using Distributed.InferenceService.Protocol;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Distributed.InferenceService.Grpc;

/// <summary>Answers one call: reads its message and either writes the framed answer or returns why there is none.</summary>
/// <param name="context">The exchange.</param>
/// <param name="timeout">How long it may take, more than nothing.</param>
/// <exception cref="OperationCanceledException">It took longer, or the caller has gone.</exception>
internal delegate ValueTask<ProtocolFault?> GrpcInvoke(HttpContext context, TimeSpan timeout);

/// <summary>A method that callers can name.</summary>
internal sealed class GrpcMethod
{
    /// <summary>Creates a method.</summary>
    /// <param name="service">Full name of the service.</param>
    /// <param name="name">Name of the method.</param>
    /// <param name="invoke">Answers.</param>
    public GrpcMethod(string service, string name, GrpcInvoke invoke)
    {
        Path = $"/{service}/{name}";
        Invoke = invoke;
        Endpoint = new RouteEndpoint(
            _ => Task.CompletedTask, RoutePatternFactory.Parse(Path), order: 0, EndpointMetadataCollection.Empty, Path);
    }

    /// <summary>Path of its requests.</summary>
    public string Path { get; }

    /// <summary>Answers a call.</summary>
    public GrpcInvoke Invoke { get; }

    /// <summary>Names the method to metrics and traces; it is called without routing.</summary>
    public Endpoint Endpoint { get; }
}
