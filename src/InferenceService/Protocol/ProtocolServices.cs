using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>Registers the protocol.</summary>
public static class ProtocolServices
{
    /// <summary>Adds what <see cref="ProtocolApi.MapProtocol"/> needs beside serving.</summary>
    public static IServiceCollection AddProtocol(this IServiceCollection services)
    {
        services.TryAddSingleton<ObjectPoolProvider, DefaultObjectPoolProvider>();
        services.AddSingleton(provider => provider.GetRequiredService<ObjectPoolProvider>().Create(new JsonBuffer.Policy()));
        services.AddSingleton(provider => provider.GetRequiredService<ObjectPoolProvider>().Create(new Inference.Policy()));
        services.AddSingleton<RequestGate>();
        services.AddSingleton<RunPlaces>();
        services.AddSingleton<InferRunner>();
        services.AddSingleton<RestExchange>();
        services.AddSingleton<InferHandler>();
        services.AddSingleton<BatchHandler>();
        services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<ServingOptions>>((kestrel, serving) => Limit(kestrel.Limits, serving.Value));

        // A request is answered on the thread that received it: handing it over costs more than the answer. What takes long goes
        // elsewhere by itself, see RunPlaces.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        return services;
    }

    // Beside these, the server lets go of a client that sends or reads less than 240 bytes a second.
    private static void Limit(KestrelServerLimits limits, ServingOptions serving)
    {
        limits.MaxConcurrentConnections = serving.MaxConnections;
        limits.RequestHeadersTimeout = serving.RequestTimeout;
    }
}
