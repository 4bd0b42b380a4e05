using Orleans.Activations;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.Networking;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Hosting;

/// <summary>Connects the parts of a silo while it starts, and ends what is still awaited when it stops.</summary>
internal sealed class SiloRuntime(
    RuntimeClient client, MessageCenter messages, IGrainLocator locator, Catalog catalog, CatalogInstruments instruments, SiloNetwork network,
    Gateway gateway, ClusterMembership membership, IEnumerable<IOutgoingGrainCallFilter> filters) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(5);

    /// <summary>How grains are found; it follows the cluster from the start on.</summary>
    public IGrainLocator Locator { get; } = locator;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(SiloRuntime), ServiceLifecycleStage.RuntimeInitialize, Start, Stop);

    /// <summary>Ends the silo as if its process had died: nobody is told, nothing is sent or written any more.</summary>
    public void Crash()
    {
        membership.Detach();
        messages.Crash();
        network.Dispose();
        catalog.Crash();
        client.Stop();
    }

    private Task Start(CancellationToken token)
    {
        client.UseFilters(filters);
        messages.Connect(client);
        membership.Changing += OnChanging;
        instruments.ObserveCount(() => catalog.Count);
        network.Listen();
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken token)
    {
        // What others sent before they knew of this silo's end is still on its way to another silo.
        var limit = Environment.TickCount64 + (long)DrainTime.TotalMilliseconds;
        while (!messages.IsIdle && Environment.TickCount64 < limit && !token.IsCancellationRequested)
        {
            await Task.Delay(DrainPoll, CancellationToken.None);
        }

        await network.FlushAsync(token);
        membership.Changing -= OnChanging;
        client.Stop();
        network.Dispose();
    }

    private void OnChanging(MembershipView earlier, MembershipView view)
    {
        foreach (var (silo, _) in view.ChangesSince(earlier).Where(c => c.Status is SiloStatus.Dead))
        {
            // A silo that has stopped in order has answered its requests or sent them on, and ends its connections by itself.
            if (HasLeftInOrder(earlier, view, silo))
            {
                client.EndWhere(m => silo.Equals(m.TargetSilo) && SystemGrains.IsSystem(m.TargetGrain.Type));
                continue;
            }

            network.Forget(silo);
            client.EndWhere(m => silo.Equals(m.TargetSilo));
            gateway.OnSiloDead(silo);
        }
    }

    private static bool HasLeftInOrder(MembershipView earlier, MembershipView view, SiloAddress silo) =>
        earlier.StatusOf(silo) is SiloStatus.ShuttingDown
        && view.Entries.TryGetValue(silo, out var entry) && entry.SuspectTimes?.Exists(v => v.Item1.Equals(silo)) == true;
}
