using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Hosting;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

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
    public static void Connect(IHostApplicationBuilder host, IServiceProvider silo)
    {
        var messages = silo.GetRequiredService<MessageCenter>();
        var references = silo.GetRequiredService<ReferenceFactory>();

        // Clients count generations downwards, which tells them from silos.
        var address = SiloAddress.New(IPAddress.Loopback, 0, Interlocked.Decrement(ref _lastGeneration));
        BuilderOf(host).Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value;
            var client = ActivatorUtilities.CreateInstance<RuntimeClient>(services, address, new ToSilo(messages, references), options);
            client.UseFilters(services.GetServices<IOutgoingGrainCallFilter>());
            messages.Connect(address, new ToClient(client, services.GetRequiredService<CopierProvider>()));
            return client;
        });
    }

    // Each side copies what it receives, as if it came over a connection: then references in it send by the receiver.
    private sealed class ToSilo(MessageCenter silo, ReferenceFactory references) : IMessageSink
    {
        public void Deliver(Message message) =>
            silo.Deliver(message.Body is MethodRequest request ? message.With(request.CopyFor(references)) : message);
    }

    private sealed class ToClient(RuntimeClient client, CopierProvider copiers) : IMessageSink
    {
        public void Deliver(Message message) => client.Deliver(message.With(((Response)message.Body).Copy(copiers)));
    }
}
