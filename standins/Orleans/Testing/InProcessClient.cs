using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.TestingHost;

/// <summary>A client in a host of its own that hands its messages to the silos of the same process.</summary>
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

    /// <summary>Sends the client's messages to one of the <paramref name="silos"/> that there are at that moment.</summary>
    public static void Connect(IHostApplicationBuilder host, Func<IReadOnlyList<InProcessSiloHandle>> silos)
    {
        // Clients count generations downwards, which tells them from silos.
        var address = SiloAddress.New(IPAddress.Loopback, 0, Interlocked.Decrement(ref _lastGeneration));
        BuilderOf(host).Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value;
            var gateways = new Gateways(silos, services.GetRequiredService<CopierProvider>());
            var client = ActivatorUtilities.CreateInstance<RuntimeClient>(services, address, gateways, options);
            gateways.Client = client;
            client.UseFilters(services.GetServices<IOutgoingGrainCallFilter>());
            return client;
        });
    }

    /// <summary>Ends the client's calls by way of a silo that is gone.</summary>
    public static void OnGatewayLost(IServiceProvider client, SiloAddress gateway) =>
        client.GetService<RuntimeClient>()?.EndWhere(m => gateway.Equals(m.SendingSilo));

    private sealed class Gateways(Func<IReadOnlyList<InProcessSiloHandle>> silos, CopierProvider copiers) : IMessageSink
    {
        public RuntimeClient Client { get; set; } = null!;

        // A grain's messages go by the same silo, so that they keep their order.
        public void Deliver(Message message)
        {
            var living = silos();
            if (living.Count == 0)
            {
                Client.EndWhere(m => m.Id == message.Id);
                return;
            }

            var silo = living[(int)(message.TargetGrain.GetStableHash() % living.Count)];
            var gateway = silo.ServiceProvider.GetRequiredService<Gateway>();
            gateway.Connect(Client.Identity, new ToClient(Client, copiers));
            message.SendingSilo = silo.SiloAddress;
            gateway.Receive(message);
        }
    }

    // The client copies what it receives, as if it came over a connection: then references in it send by the client.
    private sealed class ToClient(RuntimeClient client, CopierProvider copiers) : IMessageSink
    {
        public void Deliver(Message message) => client.Deliver(message.With(((Response)message.Body).Copy(copiers)));
    }
}
