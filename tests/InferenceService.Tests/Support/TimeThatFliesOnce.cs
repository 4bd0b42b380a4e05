namespace Distributed.InferenceService.Tests.Support;

/// <summary>When told to, the next wait for a certain span is over at once, as if the process had stood still.</summary>
internal sealed class TimeThatFliesOnce(TimeSpan span) : TimeProvider
{
    private bool _flies;

    public void Fly() => Volatile.Write(ref _flies, true);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var over = dueTime == span && Interlocked.Exchange(ref _flies, false);
        if (over)
        {
            callback(state);
        }

        return base.CreateTimer(callback, state, over ? Timeout.InfiniteTimeSpan : dueTime, period);
    }
}
