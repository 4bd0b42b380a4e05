using System.Collections.Frozen;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>The cluster as the table described it at one version.</summary>
internal sealed class MembershipView
{
    public MembershipView(long version, IEnumerable<MembershipEntry> entries)
    {
        Version = version;
        Entries = entries.ToFrozenDictionary(e => e.SiloAddress);
        Active = [.. Entries.Values.Where(e => e.Status is SiloStatus.Active).Select(e => e.SiloAddress).Order()];
    }

    public static MembershipView Empty { get; } = new(-1, []);

    public long Version { get; }

    public FrozenDictionary<SiloAddress, MembershipEntry> Entries { get; }

    /// <summary>The active silos in an order that all silos agree on.</summary>
    public SiloAddress[] Active { get; }

    /// <summary>A silo's status. One that is not in the table, but whose successor is, is dead.</summary>
    public SiloStatus StatusOf(SiloAddress silo) => Entries.TryGetValue(silo, out var entry) ? entry.Status
        : Entries.Keys.Any(s => s.Endpoint.Equals(silo.Endpoint) && s.Generation > silo.Generation) ? SiloStatus.Dead
        : SiloStatus.None;

    public bool IsDead(SiloAddress silo) => StatusOf(silo) is SiloStatus.Dead;

    /// <summary>What is different from an earlier view; a silo that is missing now has died.</summary>
    public IEnumerable<(SiloAddress Silo, SiloStatus Status)> ChangesSince(MembershipView earlier)
    {
        foreach (var (silo, entry) in Entries)
        {
            if (!earlier.Entries.TryGetValue(silo, out var before) || before.Status != entry.Status)
            {
                yield return (silo, entry.Status);
            }
        }

        foreach (var gone in earlier.Entries.Values.Where(e => e.Status is not SiloStatus.Dead && !Entries.ContainsKey(e.SiloAddress)))
        {
            yield return (gone.SiloAddress, SiloStatus.Dead);
        }
    }
}
