using Orleans.Dispatch;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>This part: which requests may run beside each other.</summary>
internal sealed partial class Activation
{
    private Dictionary<Guid, int>? _reentrantSections;

    public void EnterReentrantSection(Guid id)
    {
        lock (_gate)
        {
            _reentrantSections ??= [];
            _reentrantSections[id] = _reentrantSections.GetValueOrDefault(id) + 1;
        }
    }

    public void LeaveReentrantSection(Guid id)
    {
        lock (_gate)
        {
            if (_reentrantSections is not null && --_reentrantSections[id] == 0)
            {
                _reentrantSections.Remove(id);
            }
        }
    }

    private bool IsRunnable(Message message) => _state switch
    {
        State.Valid => MayRunNow(message),
        State.Deactivating => message.IsLocalOnly && MayRunNow(message),
        _ => false,
    };

    private bool MayRunNow(Message message)
    {
        if (_running.Count == 0 || _blocking is null || message.IsAlwaysInterleave || _blocking.IsReadOnly && message.IsReadOnly)
        {
            return true;
        }

        if (_reentrantSections is not null && _reentrantSections.ContainsKey(RequestContext.ReentrancyIdOf(message.RequestContext)))
        {
            return true;
        }

        return Class.HasInterleaveRule
            && (Class.MayInterleave(GrainInstance!, message.Request) || Class.MayInterleave(GrainInstance!, _blocking.Request));
    }
}
