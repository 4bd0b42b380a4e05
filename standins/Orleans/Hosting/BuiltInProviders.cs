using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

[assembly: RegisterProvider("Development", "Clustering", "Silo", typeof(DevelopmentClusteringProvider))]
[assembly: RegisterProvider("Memory", "GrainStorage", "Silo", typeof(MemoryGrainStorageProvider))]

namespace Orleans.Hosting;

/// <summary>Clustering by configuration: <c>Development</c>.</summary>
internal sealed class DevelopmentClusteringProvider : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection)
    {
        IPEndPoint? primary = null;
        if (configurationSection["PrimarySiloEndPoint"] is { Length: > 0 } text && !IPEndPoint.TryParse(text, out primary))
        {
            throw new OrleansConfigurationException(
                $"Unable to parse configuration value at path {configurationSection.Path}:PrimarySiloEndPoint as an IPEndPoint. Value: '{text}'.");
        }

        builder.UseDevelopmentClustering(primary!);
    }
}

/// <summary>Storage by configuration: <c>Memory</c>.</summary>
internal sealed class MemoryGrainStorageProvider : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddMemoryGrainStorage(name!, (OptionsBuilder<MemoryGrainStorageOptions> options) =>
            options.Configure<IServiceProvider>((memory, services) =>
            {
                if (configurationSection["SerializerKey"] is { Length: > 0 } key)
                {
                    memory.GrainStorageSerializer = services.GetRequiredKeyedService<IGrainStorageSerializer>(key);
                }
            }));
}
