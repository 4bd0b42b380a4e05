using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;
using Orleans.Storage;

namespace Distributed.TrainerGrain.Grains;

/// <summary>What users ask of an experiment once it is accepted.</summary>
public sealed partial class ExperimentGrain
{
    /// <inheritdoc/>
    public async Task<ControlResult> ControlAsync(ControlCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            return await ObeyAsync(command);
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            // Nothing has changed; a run that was stopped for it goes on.
            if (_live.Run is not null)
            {
                EndRun();
                ResumeRun();
            }

            throw;
        }
    }

    private async Task<ControlResult> ObeyAsync(ControlCommand command)
    {
        if (View is not null && Unfinished && command.Judge(View) == ControlRuling.Allowed)
        {
            // What is allowed while it trains is to stop; that it comes to its own end in the meantime is judged anew.
            await StopRunAsync();
        }

        if (View is not { } view || command.Judge(view) is not ControlRuling.Allowed)
        {
            return new ControlResult(View is null ? ControlRuling.Refused : command.Judge(View), View);
        }

        await ApplyAsync(command);
        return new ControlResult(ControlRuling.Allowed, View ?? view);
    }

    private async Task StopRunAsync()
    {
        if (_live.Run is { } run && await run.StopAsync() is var outcome and (RunCompleted or RunFailed or RunHalved))
        {
            await RecordAsync(storage.State.Conclude(outcome, Now));
            EndRun();
        }
    }

    private async Task ApplyAsync(ControlCommand command)
    {
        if (command.Verb == ExperimentVerb.Delete)
        {
            await storage.ClearStateAsync();
            _live.Show(null);
            return;
        }

        // Until it is recorded that a run was stopped, what it has reached is what is told.
        await RecordAsync(await NextAsync(command));
        EndRun();
        ResumeRun();
    }

    private async Task<ExperimentState> NextAsync(ControlCommand command) => command.Verb switch
    {
        ExperimentVerb.Pause => storage.State.Pause(await CheckpointAsync()),
        ExperimentVerb.Resume => storage.State.Resume(),
        ExperimentVerb.Cancel => storage.State.Cancel(await LastAsync(), Now),
        ExperimentVerb.Extend => storage.State.Extend(command.Epochs),
        ExperimentVerb.Retry => storage.State.Retry(await CheckpointAsync()),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.Verb, "There is no such verb."),
    };

    /// <summary>Where training goes on from. There may be losses beyond: a run can fail after its last checkpoint.</summary>
    private async Task<Milestone> CheckpointAsync()
    {
        var epoch = (await silo.Journal.FindCheckpointAsync(View!.Id))?.Epoch ?? 0;
        return Milestone.At(epoch, epoch > 0 ? await silo.Journal.ReadLossesAsync(View.Id, epoch - 1, epoch) : []);
    }

    private async Task<Milestone> LastAsync()
    {
        var losses = await silo.Journal.ReadLossesAsync(View!.Id);
        return Milestone.At(losses.Length, losses);
    }
}
