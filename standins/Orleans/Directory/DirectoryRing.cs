using System.Collections.Frozen;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>
/// Who keeps which part of the directory: each grain belongs to the active silo that scores highest for it (rendezvous hashing, Thaler and
/// Ravishankar 1998), so that a silo that comes or goes moves only its own share.
/// </summary>
internal sealed class DirectoryRing
{
    private readonly (SiloAddress Silo, uint Hash)[] _owners;
    private readonly FrozenSet<SiloAddress> _hosts;

    private DirectoryRing(SiloAddress[] owners, IEnumerable<SiloAddress> hosts)
    {
        Owners = owners;
        _owners = Array.ConvertAll(owners, o => (o, StableHash.Of(o.ToParsableString())));
        _hosts = hosts.ToFrozenSet();
    }

    /// <summary>The silos that keep the directory.</summary>
    public SiloAddress[] Owners { get; }

    /// <summary>The silos that may have activations.</summary>
    public IReadOnlyCollection<SiloAddress> Hosts => _hosts;

    /// <summary>The ring of a view. A silo that sees no active one, because the cluster starts or ends, is alone.</summary>
    public static DirectoryRing Of(MembershipView view, SiloAddress local) => new(
        view.Active is { Length: > 0 } active ? active : [local],
        view.Entries.Values
            .Where(e => e.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
            .Select(e => e.SiloAddress)
            .Append(local));

    /// <summary>The ring of given owners.</summary>
    public static DirectoryRing Of(SiloAddress[] owners) => new(owners, owners);

    public bool IsSame(DirectoryRing other) => Owners.AsSpan().SequenceEqual(other.Owners) && _hosts.SetEquals(other._hosts);

    public bool IsHost(SiloAddress silo) => _hosts.Contains(silo);

    public SiloAddress OwnerOf(GrainId grain)
    {
        if (_owners.Length == 1)
        {
            return Owners[0];
        }

        var hash = grain.GetStableHash();
        var (best, score) = (Owners[0], StableHash.Mix(hash, _owners[0].Hash));
        foreach (var (silo, seed) in _owners.AsSpan(1))
        {
            if (StableHash.Mix(hash, seed) is var other && other > score)
            {
                (best, score) = (silo, other);
            }
        }

        return best;
    }
}
