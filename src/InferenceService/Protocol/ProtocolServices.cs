using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.ObjectPool;

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
        services.AddSingleton<StoredVersions>();
        services.AddSingleton<RunPlaces>();
        services.AddSingleton<InferRunner>();
        services.AddSingleton<RestExchange>();
        services.AddSingleton<JsonBodyReader>();
        services.AddSingleton<InferHandler>();
        services.AddSingleton<BatchHandler>();
        services.AddTransient<IStartupFilter, ServerLimits>();
        return services;
    }
}
