using Orleans.Dispatch;

namespace Orleans.Activations;

/// <summary>The activations of one stateless grain: an idle one takes the next message, a new one is made while there may be more.</summary>
internal sealed class StatelessWorkerPool(int maxWorkers, Func<Action<Activation>, Activation> create) : IActivationTarget
{
    private readonly List<Activation> _workers = [];
    private readonly Lock _gate = new();

    public IEnumerable<Activation> Activations
    {
        get
        {
            lock (_gate)
            {
                return [.. _workers];
            }
        }
    }

    public bool TryReceive(Message message)
    {
        while (!Choose().TryReceive(message))
        {
            // The chosen worker has stopped in between and left the pool.
        }

        return true;
    }

    private Activation Choose()
    {
        lock (_gate)
        {
            var least = _workers.MinBy(w => w.RequestCount);
            if (least is not null && (least.RequestCount == 0 || _workers.Count >= maxWorkers))
            {
                return least;
            }

            var worker = create(Remove);
            _workers.Add(worker);
            return worker;
        }
    }

    private void Remove(Activation worker)
    {
        lock (_gate)
        {
            _workers.Remove(worker);
        }
    }
}
