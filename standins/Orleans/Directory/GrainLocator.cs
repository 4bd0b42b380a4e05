using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Orleans.Activations;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>Finds grains: by what is known here, then by the directory, then by placement.</summary>
internal sealed class GrainLocator : IGrainLocator
{
    private const int MaxRemembered = 200_000;

    private readonly ConcurrentDictionary<GrainId, SiloAddress> _remembered = new();
    private readonly SiloAddress _local;
    private readonly GrainDirectory _directory;
    private readonly PlacementService _placement;
    private readonly GrainClasses _classes;
    private readonly Lazy<Catalog> _catalog;

    public GrainLocator(
        ILocalSiloDetails silo, GrainDirectory directory, PlacementService placement, GrainClasses classes, ClusterMembership membership,
        Lazy<Catalog> catalog)
    {
        _local = silo.SiloAddress;
        _directory = directory;
        _placement = placement;
        _classes = classes;
        _catalog = catalog;
        membership.Changing += OnChanging;
    }

    public bool TryLocate(GrainId grain, [NotNullWhen(true)] out SiloAddress? silo)
    {
        if (SystemGrains.IsSystem(grain.Type))
        {
            silo = SystemGrains.SiloOf(grain);
            return true;
        }

        // Stateless workers are wherever they are called.
        if (_classes.Of(grain.Type).MaxLocalWorkers is not null && !_catalog.Value.IsStopping)
        {
            silo = _local;
            return true;
        }

        return _remembered.TryGetValue(grain, out silo);
    }

    public async ValueTask<SiloAddress> LocateAsync(GrainId grain)
    {
        if (_classes.Of(grain.Type).MaxLocalWorkers is not null)
        {
            return _placement.Choose(grain);
        }

        if (await _directory.LookupAsync(grain) is { } found)
        {
            Learn(grain, found);
            return found;
        }

        return _placement.Choose(grain);
    }

    public void Learn(GrainId grain, SiloAddress silo)
    {
        if (silo.Equals(_local) || SystemGrains.IsSystem(grain.Type) || (_remembered.TryGetValue(grain, out var known) && known.Equals(silo)))
        {
            return;
        }

        if (_remembered.Count >= MaxRemembered)
        {
            // What is still needed comes back with the next answers.
            _remembered.Clear();
        }

        _remembered[grain] = silo;
    }

    public void Forget(GrainId grain) => _remembered.TryRemove(grain, out _);

    private void OnChanging(MembershipView earlier, MembershipView view)
    {
        var gone = view.ChangesSince(earlier)
            .Where(c => c.Status is not (SiloStatus.Joining or SiloStatus.Active))
            .Select(c => c.Silo)
            .ToHashSet();
        if (gone.Count == 0)
        {
            return;
        }

        foreach (var (grain, silo) in _remembered)
        {
            if (gone.Contains(silo))
            {
                _remembered.TryRemove(KeyValuePair.Create(grain, silo));
            }
        }
    }
}
