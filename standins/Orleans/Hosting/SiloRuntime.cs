using Orleans.Activations;
using Orleans.Dispatch;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Hosting;

/// <summary>Connects the parts of a silo while it starts, and ends what is still awaited when it stops.</summary>
internal sealed class SiloRuntime(
    RuntimeClient client, MessageCenter messages, ILocalSiloDetails silo, Catalog catalog, CatalogInstruments instruments,
    IEnumerable<IOutgoingGrainCallFilter> filters) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.RuntimeInitialize, Start, Stop);

    private Task Start(CancellationToken token)
    {
        client.UseFilters(filters);
        messages.Connect(silo.SiloAddress, client);
        instruments.ObserveCount(() => catalog.Count);
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken token)
    {
        client.Stop();
        return Task.CompletedTask;
    }
}
