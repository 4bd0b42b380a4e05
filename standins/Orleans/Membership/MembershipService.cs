using Orleans.Activations;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>What silos tell and ask each other about the cluster.</summary>
internal interface IMembershipService : IGrainWithStringKey
{
    /// <summary>Answers as long as the silo works.</summary>
    /// <returns>The number of its activations, and the version of the membership that it has seen.</returns>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:30")]
    Task<(int Activations, long Version)> Probe();

    /// <summary>Tells of a view.</summary>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task Tell(long version, MembershipEntry[] entries);
}

/// <inheritdoc/>
[GrainType(Name)]
[KeepAlive]
internal sealed class MembershipService(ClusterMembership membership, Catalog catalog) : Grain, IMembershipService
{
    public const string Name = "sys.svc.membership";

    public static readonly GrainType Type = GrainType.Create(Name);

    public Task<(int Activations, long Version)> Probe() => Task.FromResult((catalog.Count, membership.View.Version));

    public Task Tell(long version, MembershipEntry[] entries)
    {
        membership.Publish(new MembershipView(version, entries));
        return Task.CompletedTask;
    }
}
