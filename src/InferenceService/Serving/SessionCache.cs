using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Serving;

/// <summary>Which versions are loaded: as many as the options allow, the one used longest ago leaves first.</summary>
public sealed class SessionCache(IOptions<ServingOptions> options) : IDisposable
{
    private readonly int _capacity = options.Value.MaxSessions;
    private readonly Lock _gate = new();
    private readonly HashSet<VersionSlot> _residents = [];
    private bool _disposed;

    /// <summary>Puts a loaded model into its slot, and lets others go when there are too many.</summary>
    public void Keep(VersionSlot slot, ServedModel model)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                model.Release();
                return;
            }

            slot.Fill(model);
            _residents.Add(slot);
            while (_residents.Count > _capacity)
            {
                // A scan of thousands costs microseconds and happens per load; an ordered list would cost every request a lock.
                Remove(_residents.Where(other => other != slot).MinBy(other => other.LastUsed)!);
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
            foreach (var slot in _residents)
            {
                slot.Empty();
            }

            _residents.Clear();
        }
    }

    private void Remove(VersionSlot slot)
    {
        _residents.Remove(slot);
        slot.Empty();
    }
}
