using Orleans.Runtime;

namespace Orleans.Lifecycle;

/// <summary>Starts stages in ascending order and stops, in descending order, those that were started.</summary>
internal class LifecycleSubject : IGrainLifecycle
{
    private readonly List<(int Stage, ILifecycleObserver Observer)> _observers = [];
    private int? _highest;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (_highest is not null)
        {
            throw new InvalidOperationException("Lifecycle has already been started.");
        }

        var entry = (stage, observer);
        _observers.Add(entry);
        return new Subscription(() => _observers.Remove(entry));
    }

    public async Task OnStart(CancellationToken cancellationToken)
    {
        foreach (var group in _observers.GroupBy(o => o.Stage).OrderBy(g => g.Key).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            _highest = group.Key;
            await Task.WhenAll(group.Select(o => Run(o.Observer.OnStart, cancellationToken)));
            OnStarted(group.Key);
        }
    }

    public async Task OnStop(CancellationToken cancellationToken)
    {
        var started = _observers.Where(o => o.Stage <= _highest).GroupBy(o => o.Stage).OrderByDescending(g => g.Key).ToArray();
        foreach (var group in started)
        {
            try
            {
                await Task.WhenAll(group.Select(o => Run(o.Observer.OnStop, cancellationToken)));
            }
            catch (Exception exception)
            {
                OnStopFailed(group.Key, exception);
            }

            OnStopped(group.Key);
        }
    }

    protected virtual void OnStarted(int stage)
    {
    }

    protected virtual void OnStopped(int stage)
    {
    }

    protected virtual void OnStopFailed(int stage, Exception exception)
    {
    }

    // A synchronous failure of one observer must not keep the others of its stage from running.
    private static async Task Run(Func<CancellationToken, Task> step, CancellationToken token) => await step(token);

    private sealed class Subscription(Action remove) : IDisposable
    {
        public void Dispose() => remove();
    }
}
