using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool holds);

    Task StartFailing(TimeSpan dueTime, TimeSpan period);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task DisposeTimer();

    Task<string> Say(string text);

    Task Hold(string name);

    Task DeactivateNow();
}

/// <summary>Opens the gate <c>tick n</c> at the n-th tick; a tick that holds waits for <c>tick n released</c>.</summary>
public sealed class TimerGrain(Gates gates) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;
    private bool _holds;

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave, bool holds)
    {
        _holds = holds;
        _timer = this.RegisterGrainTimer(Tick, "state", new() { DueTime = dueTime, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartFailing(TimeSpan dueTime, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                gates.Open($"tick {++_ticks}");
                throw new InvalidOperationException("this tick fails");
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task DisposeTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<string> Say(string text) => Task.FromResult(text);

    public async Task Hold(string name)
    {
        gates.Open($"{name} entered");
        await gates.WaitFor($"{name} released");
    }

    public Task DeactivateNow()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task Tick(string state, CancellationToken token)
    {
        var number = ++_ticks;
        gates.Open($"tick {number}", (state, token.CanBeCanceled, TaskScheduler.Current != TaskScheduler.Default));
        if (_holds)
        {
            await gates.WaitFor($"tick {number} released").WaitAsync(token);
        }
    }
}
