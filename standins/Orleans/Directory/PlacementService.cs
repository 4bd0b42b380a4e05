using Orleans.Activations;
using Orleans.Membership;
using Orleans.Placement;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>Chooses the silo of a new activation by the rule of its class.</summary>
internal sealed class PlacementService(
    ILocalSiloDetails silo, ClusterMembership membership, GrainClasses classes, LoadBoard loads, Lazy<Catalog> catalog)
{
    private readonly SiloAddress _local = silo.SiloAddress;

    /// <exception cref="SiloUnavailableException">No silo takes new activations.</exception>
    public SiloAddress Choose(GrainId grain)
    {
        var candidates = Candidates();
        var rule = classes.Of(grain.Type).Placement;
        var chosen = candidates.Length == 1 ? candidates[0]
            : rule is NamedPlacement named && named.IsLocal && candidates.Contains(_local) ? _local
            : ReferenceEquals(rule, NamedPlacement.HashBased) ? candidates[grain.GetStableHash() % candidates.Length]
            : ReferenceEquals(rule, NamedPlacement.Random) || rule is NamedPlacement { IsLocal: true } ? AnyOf(candidates)
            : LessPopulatedOfTwo(candidates);
        loads.OnPlaced(chosen);
        return chosen;
    }

    // While no silo is active, because the cluster starts, this one does what has to be done.
    private SiloAddress[] Candidates()
    {
        var active = membership.View.Active;
        if (catalog.Value.IsStopping)
        {
            active = [.. active.Where(s => !s.Equals(_local))];
            return active.Length > 0 ? active : throw new SiloUnavailableException(
                $"The silo {_local} is shutting down and there is no other silo to activate grains on.");
        }

        return active.Length > 0 ? active : [_local];
    }

    private static SiloAddress AnyOf(SiloAddress[] candidates) => candidates[Random.Shared.Next(candidates.Length)];

    // The power of two choices: nearly as even as the best of all, without all running to the same silo.
    private SiloAddress LessPopulatedOfTwo(SiloAddress[] candidates)
    {
        var first = Random.Shared.Next(candidates.Length);
        var second = (first + 1 + Random.Shared.Next(candidates.Length - 1)) % candidates.Length;
        return loads.CountOf(candidates[first]) <= loads.CountOf(candidates[second]) ? candidates[first] : candidates[second];
    }
}
