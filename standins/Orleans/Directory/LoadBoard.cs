using System.Collections.Concurrent;
using Orleans.Activations;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>How many activations each silo has: what it last said, and what was sent there since.</summary>
internal sealed class LoadBoard(ILocalSiloDetails silo, Lazy<Catalog> catalog)
{
    private readonly ConcurrentDictionary<SiloAddress, int> _counts = new();

    public void Report(SiloAddress other, int activations) => _counts[other] = activations;

    public void OnPlaced(SiloAddress target)
    {
        if (!target.Equals(silo.SiloAddress))
        {
            _counts.AddOrUpdate(target, 1, static (_, count) => count + 1);
        }
    }

    public int CountOf(SiloAddress target) => target.Equals(silo.SiloAddress) ? catalog.Value.Count : _counts.GetValueOrDefault(target);
}
