using System.Diagnostics;
using System.Globalization;
using Distributed.Chaos.Tests.Faults;
using Distributed.Chaos.Tests.Support;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>A real process that chaos may hurt. Whenever it ends it is started again, as a service manager would do.</summary>
internal abstract class Victim(string name, Role role, string log, History history)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    /// <summary>A trap at a span that there is not takes the place of the one that is set.</summary>
    private const string NoTrap = "none|stop|1|0";
    private static readonly TimeSpan UsualDown = TimeSpan.FromSeconds(1);

    private readonly List<Task> _stops = [];
    private Life? _life;
    private Fault? _trap;
    private TimeSpan _down = UsualDown;
    private TimeSpan _pausedUntil;
    private bool _excused;
    private bool _isUp;

    public string Name => name;

    public Role Role => role;

    /// <summary>True from when it says that it can work until it ends, except while it is paused.</summary>
    public bool IsUp => _isUp && history.Now >= _pausedUntil;

    /// <summary>Asks a process for a graceful end.</summary>
    protected virtual int StopSignal => Signals.Terminate;

    protected abstract ProcessStartInfo CreateStart();

    /// <summary>Asks the process whether it can work.</summary>
    protected abstract Task<bool> IsHealthyAsync();

    /// <summary>What belongs to a process of this victim: itself, and whatever it has started.</summary>
    protected virtual IEnumerable<int> Members(int process) => [process];

    /// <summary>Keeps the process going until <paramref name="end"/>; then kills it.</summary>
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
        if (_life is not { Exit.IsCompleted: false } life)
        {
            return;
        }

        _down = fault.Down;
        switch (fault)
        {
            case { Point: { } point }:
                SetTrap(life, fault, point);
                break;
            case { Kind: FaultKind.Kill }:
                _excused = true;
                history.Note(name, Befallen.Killed);
                Signals.Send(Signals.Kill, life.Id);
                break;
            case { Kind: FaultKind.Pause }:
                NotePause(fault.Length);
                Signals.Pause(fault.Length, Members(life.Id));
                break;
            case { Kind: FaultKind.Stop }:
                _excused = true;
                history.Note(name, Befallen.Stopped);
                Signals.Send(StopSignal, life.Id);
                _stops.Add(RequireEndAsync(life));
                break;
        }
    }

    /// <summary>Undoes what lasts: a pause, a trap.</summary>
    public void Relieve()
    {
        if (_life is { Exit.IsCompleted: false } life)
        {
            Signals.Send(Signals.Continue, Members(life.Id));
            Tell(life, NoTrap);
            _pausedUntil = TimeSpan.Zero;
            _down = UsualDown;
        }
    }

    private async Task LiveAsync(CancellationToken end)
    {
        (_excused, _trap) = (false, null);
        using var process = Process.Start(CreateStart())!;
        var exit = process.WaitForExitAsync(CancellationToken.None);
        _life = new Life(process.Id, process.StandardInput, exit);
        history.Note(name, Befallen.Started);
        await using var killing = end.Register(() => Signals.Send(Signals.Kill, Members(process.Id)));
        var output = Task.WhenAll(KeepAsync(process.StandardOutput), KeepAsync(process.StandardError));
        using var ended = new CancellationTokenSource();
        var rising = RiseAsync(ended.Token);
        await exit;
        await ended.CancelAsync();
        await Task.WhenAll(output, rising);
        NoteEnd(process.ExitCode, end);
        (_isUp, _pausedUntil) = (false, TimeSpan.Zero);
    }

    private async Task RiseAsync(CancellationToken ended)
    {
        if (await Eventually.TrueAsync(IsHealthyAsync, TimeSpan.MaxValue, ended))
        {
            _isUp = true;
            history.Note(name, Befallen.Up);
        }
    }

    private void NoteEnd(int code, CancellationToken end)
    {
        if (!end.IsCancellationRequested)
        {
            var what = _excused ? Befallen.Ended : _isUp ? Befallen.EndedByItself : Befallen.StartFailed;
            history.Note(name, what, string.Create(CultureInfo.InvariantCulture, $"exit code {code}"));
        }
    }

    private async Task KeepAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_stops)
            {
                File.AppendAllText(log, $"{history.Now.TotalSeconds:0.000} {line}{Environment.NewLine}");
            }

            if (line == "chaos: the trap has sprung" && _trap is { } trap)
            {
                NoteSprung(trap);
            }
        }
    }

    private void SetTrap(Life life, Fault fault, FaultPoint point)
    {
        _trap = fault;
        history.Note(name, Befallen.TrapSet, string.Create(
            CultureInfo.InvariantCulture, $"{fault.Kind.ToString().ToLowerInvariant()} {point.Name}, at pass {fault.Pass}"));
        var seconds = fault.Kind == FaultKind.Pause ? fault.Length.TotalSeconds : 0;
        Tell(life, string.Create(CultureInfo.InvariantCulture, $"{point.Span}|{(point.AtStop ? "stop" : "start")}|{fault.Pass}|{seconds}"));
    }

    private static void Tell(Life life, string line)
    {
        try
        {
            life.Input.WriteLine(line);
            life.Input.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has just ended, and nothing is left to be told.
        }
    }

    private void NoteSprung(Fault trap)
    {
        history.Note(name, Befallen.TrapSprung, $"{trap.Kind.ToString().ToLowerInvariant()} {trap.Point!.Name}");
        if (trap.Kind == FaultKind.Pause)
        {
            NotePause(trap.Length);
        }

        _excused = true;
    }

    // A silo that was gone for longer than failure detection takes finds itself declared dead, and ends.
    private void NotePause(TimeSpan length)
    {
        _excused = true;
        _pausedUntil = history.Now + length;
        history.Note(name, Befallen.Paused, FormattableString.Invariant($"{length.TotalSeconds:0.0} s"), length);
    }

    private async Task RequireEndAsync(Life life)
    {
        if (!await Eventually.TrueAsync(() => Task.FromResult(life.Exit.IsCompleted), StopLimit))
        {
            history.Note(name, Befallen.Hung, $"still there {StopLimit.TotalSeconds} s after it was asked to stop");
            Signals.Send(Signals.Kill, Members(life.Id));
        }
    }

    private sealed record Life(int Id, StreamWriter Input, Task Exit);
}
