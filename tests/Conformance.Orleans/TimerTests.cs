using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

public sealed class TimerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Timer_Periodic_TicksAgainAndAgainInTurns()
    {
        await using var cluster = await TestCluster.DeployAsync();
        await cluster.Client.GetGrain<ITimerGrain>("a").Start(Soon, Soon, interleave: false, holds: false);
        Assert.Equal(("state", true, true), await cluster.Gates.WaitFor("tick 1"));
        await cluster.Gates.WaitFor("tick 3");
    }

    [Fact]
    public async Task Timer_NotInterleaved_WaitsForTheRunningCall()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(Soon, Timeout.InfiniteTimeSpan, interleave: false, holds: true);
        await cluster.Gates.WaitFor("tick 1");
        var waiting = grain.Say("x");
        await cluster.Client.GetGrain<ITimerGrain>("b").Say("other grains go on");
        Assert.False(waiting.IsCompleted);
        cluster.Gates.Open("tick 1 released");
        Assert.Equal("x", await waiting);
    }

    [Fact]
    public async Task Timer_Interleaved_RunsBesideCalls()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(Soon, Timeout.InfiniteTimeSpan, interleave: true, holds: true);
        await cluster.Gates.WaitFor("tick 1");
        Assert.Equal("x", await grain.Say("x"));
        cluster.Gates.Open("tick 1 released");
    }

    [Fact]
    public async Task Timer_LongTick_DoesNotOverlapWithTheNext()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(Soon, Soon, interleave: true, holds: true);
        await cluster.Gates.WaitFor("tick 1");
        for (var i = 0; i < 50; i++)
        {
            await grain.Say("time goes by");
        }

        Assert.False(cluster.Gates.IsOpen("tick 2"));
        cluster.Gates.Open("tick 1 released");
        await cluster.Gates.WaitFor("tick 2");
        cluster.Gates.Open("tick 2 released");
    }

    [Fact]
    public async Task Timer_FailingTick_TicksOn()
    {
        await using var cluster = await TestCluster.DeployAsync();
        await cluster.Client.GetGrain<ITimerGrain>("a").StartFailing(Soon, Soon);
        await cluster.Gates.WaitFor("tick 3");
    }

    [Fact]
    public async Task Change_FromInfinite_StartsTicking()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, interleave: false, holds: false);
        await grain.Change(Soon, Timeout.InfiniteTimeSpan);
        await cluster.Gates.WaitFor("tick 1");
        await grain.Change(Soon, Timeout.InfiniteTimeSpan);
        await cluster.Gates.WaitFor("tick 2");
    }

    [Fact]
    public async Task Dispose_WhileTicking_CancelsTheTicksToken()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(Soon, Soon, interleave: true, holds: true);
        await cluster.Gates.WaitFor("tick 1");
        await grain.DisposeTimer();
        Assert.Equal("x", await grain.Say("x"));
        Assert.False(cluster.Gates.IsOpen("tick 2"));
    }

    [Fact]
    public async Task Deactivation_EndsTimers()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(TimeSpan.FromHours(1), Soon, interleave: false, holds: false);
        var deactivated = cluster.Inner.WaitForDeactivationAsync(grain);
        await grain.DeactivateNow();
        await deactivated;
        Assert.False(cluster.Gates.IsOpen("tick 1"));
    }

    [Fact]
    public async Task TimeProvider_FromServices_DrivesTimers()
    {
        var time = new ManualTime();
        await using var cluster = await TestCluster.DeployAsync(silo => silo.Services.AddSingleton<TimeProvider>(time));
        var grain = cluster.Client.GetGrain<ITimerGrain>("a");
        await grain.Start(TimeSpan.FromMinutes(73), TimeSpan.FromMinutes(97), interleave: false, holds: false);
        time.FireDue(TimeSpan.FromMinutes(73));
        await cluster.Gates.WaitFor("tick 1");
        await grain.Say("the tick has ended");
        time.FireDue(TimeSpan.FromMinutes(97));
        await cluster.Gates.WaitFor("tick 2");
    }

    [Fact]
    public async Task Register_OutsideOfATurn_Throws()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ILooseTimerGrain>("a");
        Assert.True(await grain.RegisterInTaskRunThrows());
    }
}

public interface ILooseTimerGrain : IGrainWithStringKey
{
    Task<bool> RegisterInTaskRunThrows();
}

public sealed class LooseTimerGrain : Grain, ILooseTimerGrain
{
    public async Task<bool> RegisterInTaskRunThrows()
    {
        var exception = await Task.Run(() => Record.Exception(() =>
            this.RegisterGrainTimer(() => Task.CompletedTask, TimeSpan.FromHours(1), TimeSpan.FromHours(1))));
        return exception is not null;
    }
}

/// <summary>System time whose timers of an hour and longer fire when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), () => callback(state));
        timer.Change(dueTime, period);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Fires the timers that wait for exactly <paramref name="dueTime"/>.</summary>
    public void FireDue(TimeSpan dueTime)
    {
        ManualTimer[] due;
        lock (_timers)
        {
            due = [.. _timers.Where(t => t.Due == dueTime)];
        }

        Assert.NotEmpty(due);
        Array.ForEach(due, t => t.Fire());
    }

    private sealed class ManualTimer(ITimer inner, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return dueTime >= TimeSpan.FromHours(1) || inner.Change(dueTime, period);
        }

        public void Fire()
        {
            Due = Timeout.InfiniteTimeSpan;
            fire();
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
