namespace Orleans.Activations;

/// <summary>This part: what ends with it.</summary>
internal sealed partial class Activation : IAsyncDisposable
{
    private HashSet<IDisposable>? _timers;

    public void AddTimer(IDisposable timer)
    {
        lock (_gate)
        {
            (_timers ??= []).Add(timer);
        }
    }

    public void RemoveTimer(IDisposable timer)
    {
        lock (_gate)
        {
            _timers?.Remove(timer);
        }
    }

    private void DisposeTimers()
    {
        IDisposable[] timers;
        lock (_gate)
        {
            timers = [.. _timers ?? []];
        }

        Array.ForEach(timers, t => t.Dispose());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var component in (object?[])[.. _components?.Values ?? Enumerable.Empty<object>(), GrainInstance])
        {
            if (component is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (component as IDisposable)?.Dispose();
            }
        }

        await _scope.DisposeAsync();
    }

    /// <summary>Ends without telling the grain, as a process that has died.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            _state = State.Invalid;
            _waiting.Clear();
        }

        _activating?.Cancel();
        DisposeTimers();
        _deactivated.TrySetResult();
    }
}
