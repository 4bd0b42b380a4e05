namespace Distributed.InferenceService.Tests.Support;

/// <summary>However long a wait is to be, it is over at once.</summary>
internal sealed class TimeThatFlies : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        callback(state);
        return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
