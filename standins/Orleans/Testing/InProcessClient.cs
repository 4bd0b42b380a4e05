using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A client in a host of its own that hands its messages to a silo of the same process.</summary>
internal static class InProcessClient
{
    private static int _lastGeneration;

    public static IClientBuilder BuilderOf(IHostApplicationBuilder host)
    {
        if (host.Services.FirstOrDefault(d => d.ServiceType == typeof(IClientBuilder))?.ImplementationInstance is IClientBuilder existing)
        {
            return existing;
        }

        var builder = new ClientBuilder(host.Services, host.Configuration);
        host.Services.AddSingleton<IClientBuilder>(builder);
        CommonServices.Add(host.Services);
        host.Services.Configure<ClusterOptions>(host.Configuration.GetSection("Orleans"));
        return builder;
    }

    /// <summary>Sends the client's messages to <paramref name="silo"/>.</summary>
    public static void Connect(IHostApplicationBuilder host, MessageCenter silo)
    {
        // Clients count generations downwards, which tells them from silos.
        var address = SiloAddress.New(IPAddress.Loopback, 0, Interlocked.Decrement(ref _lastGeneration));
        BuilderOf(host).Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value;
            var client = ActivatorUtilities.CreateInstance<RuntimeClient>(services, address, silo, options);
            client.UseFilters(services.GetServices<IOutgoingGrainCallFilter>());
            silo.Connect(address, client);
            return client;
        });
    }
}
