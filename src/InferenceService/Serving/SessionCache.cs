using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Which versions are loaded: as many, and as many bytes of them, as the options allow. When there are too many, the one used longest
/// ago among a random few leaves; with no more than those few it is the one used longest ago of all.
/// </summary>
/// <remarks>
/// A list in the order of use would cost every request a lock, and a search through ten thousand would cost every load a millisecond.
/// Of <see cref="Few"/> drawn at random the oldest is, in the mean, among the oldest 3 %.
/// </remarks>
public sealed class SessionCache(IOptions<ServingOptions> options, InferenceMetrics metrics) : IDisposable
{
    private const int Few = 32;

    private readonly int _capacity = options.Value.MaxSessions;
    private readonly long _byteCapacity = options.Value.MaxSessionBytes;
    private readonly Lock _gate = new();
    private readonly List<VersionSlot> _residents = [];
    private readonly Dictionary<VersionSlot, Place> _places = [];
    private long _bytes;
    private bool _disposed;

    /// <summary>Puts a loaded model into its slot, and lets others go when there are too many.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="model">The model, whose first lease the slot takes over.</param>
    /// <param name="bytes">About how much memory it takes. One that is larger than all that is allowed is kept alone.</param>
    public void Keep(VersionSlot slot, ServedModel model, long bytes)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                model.Release();
                return;
            }

            Remove(slot);
            slot.Fill(model);
            Add(slot, bytes);
            while (_residents.Count > 1 && (_residents.Count > _capacity || _bytes > _byteCapacity))
            {
                Remove(FindOld(slot));
                metrics.Evicted();
            }
        }
    }

    /// <summary>Lets one go before its turn.</summary>
    public void Drop(VersionSlot slot)
    {
        lock (_gate)
        {
            Remove(slot);
        }
    }

    /// <summary>Lets all go.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_residents.Count > 0)
            {
                Remove(_residents[^1]);
            }
        }
    }

    private void Add(VersionSlot slot, long bytes)
    {
        _places.Add(slot, new(_residents.Count, bytes));
        _residents.Add(slot);
        _bytes += bytes;
        metrics.SessionBytes(bytes);
    }

    private void Remove(VersionSlot slot)
    {
        if (!_places.Remove(slot, out var place))
        {
            return;
        }

        var last = _residents[^1];
        _residents[place.Index] = last;
        _residents.RemoveAt(_residents.Count - 1);
        if (last != slot)
        {
            CollectionsMarshal.GetValueRefOrNullRef(_places, last).Index = place.Index;
        }

        _bytes -= place.Bytes;
        metrics.SessionBytes(-place.Bytes);
        slot.Empty();
    }

    private VersionSlot FindOld(VersionSlot except)
    {
        VersionSlot? oldest = null;
        var all = _residents.Count <= Few;
        for (var i = 0; i < (all ? _residents.Count : Few) || oldest is null; i++)
        {
            var candidate = _residents[all ? i : Random.Shared.Next(_residents.Count)];
            oldest = candidate != except && (oldest is null || candidate.LastUsed < oldest.LastUsed) ? candidate : oldest;
        }

        return oldest;
    }

    private record struct Place(int Index, long Bytes);
}
