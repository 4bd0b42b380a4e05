using System.Globalization;
using Distributed.Chaos.Tests.Faults;
using Distributed.Chaos.Tests.Support;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>A trainer or an inference service: one process after the other.</summary>
internal sealed class ServiceProcess(string name, ServiceStart start, string log, History history) : IVictim
{
    private static readonly HttpClient Health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualDown = TimeSpan.FromSeconds(1);

    private readonly List<Task> _stops = [];
    private volatile ServiceLife? _life;
    private TimeSpan _down = UsualDown;
    private TimeSpan _pausedUntil;
    private bool _isUp;

    public string Name => name;

    public Role Role => start.Role;

    public Uri Address => start.Address;

    public bool IsUp => _isUp && history.Now >= _pausedUntil;

    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await LiveAsync(end);
            await Passing.OfAsync(_down, end);
            _down = UsualDown;
        }

        await Task.WhenAll(_stops);
    }

    public void Inject(Fault fault)
    {
        if (_life is { } life)
        {
            _down = fault.Down;
            Inject(fault, life);
        }
    }

    public void Relieve()
    {
        if (_life is { } life)
        {
            Signals.Send(Signals.Continue, life.Id);
            life.ClearTrap();
            (_down, _pausedUntil) = (UsualDown, TimeSpan.Zero);
        }
    }

    private void Inject(Fault fault, ServiceLife life)
    {
        switch (fault)
        {
            case { Point: not null }:
                life.SetTrap(fault);
                break;
            case { Kind: FaultKind.Kill }:
                Excuse(life, Befallen.Killed);
                Signals.Send(Signals.Kill, life.Id);
                break;
            case { Kind: FaultKind.Pause }:
                ExcusePause(life, fault.Length);
                Signals.Pause(fault.Length, life.Id);
                break;
            case { Kind: FaultKind.Stop }:
                Excuse(life, Befallen.Stopped);
                Signals.Send(Signals.Terminate, life.Id);
                _stops.Add(RequireEndAsync(life));
                break;
        }
    }

    private async Task LiveAsync(CancellationToken end)
    {
        history.Note(name, Befallen.Started);
        ServiceLife? life = null;
        using (life = new ServiceLife(start.Start(), log, (what, fault) => NoteTrap(life!, what, fault)))
        {
            _life = life;
            await using var killing = end.Register(() => Signals.Send(Signals.Kill, life.Id));
            await Task.WhenAll(life.Ended, RiseAsync(life.Ended));
            _life = null;
            NoteEnd(life, await life.Ended, end);
        }

        (_isUp, _pausedUntil) = (false, TimeSpan.Zero);
    }

    private async Task RiseAsync(Task<int> ended)
    {
        await Eventually.TrueAsync(async () => ended.IsCompleted || await IsHealthyAsync(), TimeSpan.MaxValue);
        if (!ended.IsCompleted)
        {
            _isUp = true;
            history.Note(name, Befallen.Up);
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var response = await Health.GetAsync(new Uri(Address, "/health"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Excuse(ServiceLife life, Befallen what)
    {
        life.IsExcused = true;
        history.Note(name, what);
    }

    // A silo that was gone for longer than failure detection takes finds itself declared dead, and ends.
    private void ExcusePause(ServiceLife life, TimeSpan length)
    {
        life.IsExcused = true;
        _pausedUntil = history.Now + length;
        history.Note(name, Befallen.Paused, FormattableString.Invariant($"{length.TotalSeconds:0.0} s"), length);
    }

    private void NoteTrap(ServiceLife life, Befallen what, Fault trap)
    {
        if (what == Befallen.TrapSet)
        {
            history.Note(name, what, $"{trap.Name}, at pass {trap.Pass}");
            return;
        }

        history.Note(name, what, trap.Name);
        if (trap.Kind == FaultKind.Pause)
        {
            ExcusePause(life, trap.Length);
            NoteHeldStore(trap);
        }

        life.IsExcused = true;
    }

    private void NoteHeldStore(Fault trap)
    {
        if (start.IsOnFile && trap.Point!.HoldsStore)
        {
            history.Note("store", Befallen.Paused, $"held by {name}", trap.Length);
        }
    }

    private void NoteEnd(ServiceLife life, int code, CancellationToken end)
    {
        if (!end.IsCancellationRequested)
        {
            var what = life.IsExcused ? Befallen.Ended : _isUp ? Befallen.EndedByItself : Befallen.StartFailed;
            history.Note(name, what, string.Create(CultureInfo.InvariantCulture, $"exit code {code}"));
        }
    }

    private async Task RequireEndAsync(ServiceLife life)
    {
        // One that stands still hears of it when it goes on.
        var asked = history.Now;
        bool IsLate() => history.Now > (_pausedUntil > asked ? _pausedUntil : asked) + StopLimit;
        await Eventually.TrueAsync(() => Task.FromResult(life.Ended.IsCompleted || IsLate()), TimeSpan.MaxValue);
        if (!life.Ended.IsCompleted)
        {
            history.Note(name, Befallen.Hung, $"still there {StopLimit.TotalSeconds} s after it was asked to stop");
            Signals.Send(Signals.Kill, life.Id);
        }
    }
}
