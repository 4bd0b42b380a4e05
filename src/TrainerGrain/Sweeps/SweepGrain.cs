using System.Runtime.CompilerServices;
using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Running;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>The state machine of one sweep. A timer drives it, a portion of work a turn, so that calls are answered in between.</summary>
public sealed partial class SweepGrain(
    [PersistentState(SweepDocument.Name, ExperimentState.Storage)] IPersistentState<SweepDocument> document,
    [PersistentState(SweepState.Name, ExperimentState.Storage)] IPersistentState<SweepState> storage,
    SweepServices silo) : Grain, ISweepGrain
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly SweepProgress _progress = new(silo);
    private readonly Pulse _changed = new();
    private SweepWork? _work;
    private IGrainTimer? _timer;
    private long _lastLook;
    private string? _trouble;

    /// <summary>The state as it was last written. It is told also while the grain waits for the store to take a new one, which is not to be told before.</summary>
    private SweepState _durable = new();

    private SweepState State => storage.State;

    private bool IsBusy => State.Entry is { EndedAt: null } entry && !(entry.Phase == SweepPhase.Paused && State.Settled);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _durable = State;
        return ResumeUnfinishedAsync();
    }

    /// <inheritdoc/>
    public async Task<SweepStartResult> StartAsync(Immutable<SweepSpec> sweep)
    {
        var json = SweepJson.Write(sweep.Value);
        if (State.Entry is not null)
        {
            var same = document.State.Json.AsSpan().SequenceEqual(json);
            return new SweepStartResult(same ? SweepStart.AlreadyAccepted : SweepStart.SweepDiffers);
        }

        // A start that got no further than this is overwritten by the next: without its state there is no sweep.
        document.State.Json = json;
        await document.WriteStateAsync();
        await RecordAsync(SweepState.Accept(sweep.Value, silo.Clock.GetUtcNow()));
        Drive();
        return new SweepStartResult(SweepStart.Accepted, SweepProgress.ViewOfNew(State.Entry!));
    }

    /// <inheritdoc/>
    public Task ResumeUnfinishedAsync()
    {
        if (IsBusy)
        {
            Drive();
            _work!.WakeAgain();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ReopenAsync()
    {
        if (State.Entry is { Phase: SweepPhase.Completed })
        {
            await RecordAsync(State.Reopen());
            Drive();
        }
    }

    /// <inheritdoc/>
    public async Task<SweepControlResult> ControlAsync(SweepVerb verb)
    {
        if (State.Entry is not { } entry)
        {
            return new SweepControlResult(ControlRuling.Refused, null);
        }

        var ruling = SweepControl.Judge(verb, entry.Phase);
        if (ruling == ControlRuling.Allowed)
        {
            await RecordAsync(State.Obey(verb));
            Drive();
        }

        return new SweepControlResult(ruling, State.Entry!.Phase);
    }

    /// <inheritdoc/>
    public async Task<SweepView?> GetStatusAsync() => _durable.Entry is null ? null : await _progress.ViewAsync(_durable);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SweepView> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (_durable.Entry is not null)
        {
            // Taken before the look, so that nothing between the look and the wait is missed.
            var changed = _changed.Next;
            var view = await _progress.ViewAsync(_durable);
            yield return view;
            if (view.EndedAt is not null)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Drive()
    {
        _work ??= new SweepWork(SweepJson.Read(document.State.Json), silo, new ExperimentCalls(GrainFactory, silo), RecordAsync, () => storage.Etag!);
        _timer ??= this.RegisterGrainTimer(
            WorkAsync, new GrainTimerCreationOptions(TimeSpan.Zero, silo.Options.Period) { KeepAlive = true });
    }

    private async Task WorkAsync()
    {
        var atOnce = false;
        try
        {
            atOnce = await _work!.AdvanceAsync(State);
            _trouble = null;
        }
        catch (InconsistentStateException)
        {
            // Another activation has taken the sweep over.
            DeactivateOnIdle();
        }
#pragma warning disable CA1031 // Whatever is the matter, the next turn tries again; the sweep's work bears being done twice.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Warn(exception.Message);
        }

        Tell();
        if (!IsBusy)
        {
            _timer?.Dispose();
            _timer = null;
        }
        else if (atOnce)
        {
            _timer!.Change(TimeSpan.Zero, silo.Options.Period);
        }
    }

    /// <summary>Once, however long it lasts: a disk that is full stays so for many turns.</summary>
    private void Warn(string reason)
    {
        if (reason != _trouble)
        {
            _trouble = reason;
            LogTrouble(silo.Log, State.Entry!.Id, reason);
        }
    }

    /// <summary>Those who watch look again: at once when all is over, otherwise now and then.</summary>
    private void Tell()
    {
        if (!IsBusy || silo.Clock.GetElapsedTime(_lastLook) >= LookPeriod)
        {
            _lastLook = silo.Clock.GetTimestamp();
            _changed.Signal();
        }
    }

    private async Task RecordAsync(SweepState state)
    {
        var before = storage.State;
        storage.State = state;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = before;
            throw;
        }

        _durable = state;
    }

    [LoggerMessage(1203, LogLevel.Warning, "Sweep {Sweep} waits: {Reason}")]
    private static partial void LogTrouble(ILogger log, string sweep, string reason);
}
