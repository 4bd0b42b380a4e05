using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>Tells the other silos of a change, so that they need not wait until they read the table again.</summary>
internal sealed partial class MembershipGossip(
    ReferenceFactory references, ILocalSiloDetails silo, IOptions<ClusterMembershipOptions> options, TimeProvider time,
    ILogger<MembershipGossip> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Completes when all have heard, or after a while. Never fails.</summary>
    public async Task TellAllAsync(MembershipView view)
    {
        if (!options.Value.UseLivenessGossip)
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var entries = view.Entries.Values.ToArray();
        var others = entries.Where(e => e.Status.IsRunning() && !e.IsStale(options.Value, now) && !e.SiloAddress.Equals(silo.SiloAddress));
        await Task.WhenAll(others.Select(e => TellAsync(e.SiloAddress, view.Version, entries)));
    }

    private async Task TellAsync(SiloAddress other, long version, MembershipEntry[] entries)
    {
        try
        {
            await references.Get<IMembershipService>(MembershipService.Type, other).Tell(version, entries).WaitAsync(Patience);
        }
        catch (Exception exception)
        {
            LogNotTold(exception, other);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo {Silo} could not be told of a change of the cluster.")]
    private partial void LogNotTold(Exception exception, SiloAddress silo);
}
