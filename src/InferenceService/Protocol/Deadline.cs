namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Ends a wait after a time, or when the caller goes away. Costs nothing until there is something to wait for, and is used again.
/// </summary>
public sealed class Deadline : IDisposable
{
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private bool _armed;

    /// <summary>Cancelled at the deadline, once armed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Starts the clock, or sets it anew.</summary>
    /// <param name="left">Time from now.</param>
    /// <param name="caller">Ends the wait earlier.</param>
    public void Arm(TimeSpan left, CancellationToken caller)
    {
        if (!_armed)
        {
            _armed = true;
            _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        if (left > TimeSpan.Zero)
        {
            // The timer counts whole milliseconds and would leave the rest out.
            _source.CancelAfter(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
        }
        else
        {
            _source.Cancel();
        }
    }

    /// <summary>Makes it ready for the next wait.</summary>
    public void Reset()
    {
        if (!_armed)
        {
            return;
        }

        _armed = false;
        _caller.Dispose();
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
