using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>Submits, controls and follows sweeps, one question after the other, each to a trainer of its choice.</summary>
internal sealed class SweepClient(
    string name, Random random, IReadOnlyList<ServiceProcess> trainers, SweepPlan plan, CatalogMonitor monitor, History history)
{
    private const int MostUnfinished = 2;
    private const int Recent = 3;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await AskAsync();
            await Passing.OfAsync(Pace, end);
        }
    }

    /// <summary>Submits a sweep, perhaps for the second time: the first may or may not have been accepted.</summary>
    public async Task StartAsync(PlannedSweep sweep)
    {
        if (await AskAsync(Verb.SweepStart, sweep, server => SweepApi.StartAsync(server, sweep.Body)) is SweepStanding)
        {
            sweep.Acknowledge();
        }
    }

    public Task<Answer> ResumeAsync(PlannedSweep sweep) => ControlAsync(Verb.SweepResume, sweep, "resume");

    /// <summary>Asks where it stands, for its experiments, and for the losses of one of them; false when there was trouble.</summary>
    public async Task<bool> LookAsync(PlannedSweep sweep) =>
        (await AskStatusAsync(sweep)).IsKnowledge && (await ListAsync(sweep)).IsKnowledge && (await AskLossesAsync(sweep)).IsKnowledge;

    private async Task AskAsync()
    {
        if (random.Next(8) == 0 && monitor.CountUnfinished(plan.Issued) < MostUnfinished)
        {
            await StartAsync(plan.Next());
        }
        else if (plan.Issued is { Count: > 0 } issued)
        {
            await AskAboutAsync(issued[issued.Count - 1 - random.Next(Math.Min(Recent, issued.Count))]);
        }
    }

    private Task AskAboutAsync(PlannedSweep sweep) => random.Next(20) switch
    {
        _ when !sweep.IsAcknowledged => StartAsync(sweep),
        _ when sweep.IsQuiet && monitor.IsUnfinished(sweep) => Task.CompletedTask,
        0 => StartAsync(sweep),
        1 => AskAsync(Verb.SweepStartOther, sweep, server => SweepApi.StartAsync(server, sweep.OtherBody)),
        < 6 when sweep.MayBeStopped => StopOrGoOnAsync(sweep),
        < 8 => ListAsync(sweep),
        < 10 => AskAsync(Verb.SweepWatch, sweep, server => SweepApi.WatchAsync(server, sweep.Id)),
        < 13 => AskExperimentAsync(Verb.Status, sweep, TrainerApi.StatusAsync),
        < 15 => AskLossesAsync(sweep),
        _ => AskStatusAsync(sweep),
    };

    private Task<Answer> StopOrGoOnAsync(PlannedSweep sweep) => random.Next(16) switch
    {
        0 => ControlAsync(Verb.SweepCancel, sweep, "cancel"),
        1 => AskExperimentAsync(Verb.Cancel, sweep, TrainerApi.CancelAsync),
        < 7 => ControlAsync(Verb.SweepPause, sweep, "pause"),
        _ => ResumeAsync(sweep),
    };

    private Task<Answer> AskStatusAsync(PlannedSweep sweep) =>
        AskAsync(Verb.SweepStatus, sweep, server => SweepApi.StatusAsync(server, sweep.Id));

    private Task<Answer> ListAsync(PlannedSweep sweep) => AskAsync(Verb.SweepList, sweep, server => SweepApi.ListAsync(server, sweep.Id));

    private Task<Answer> AskLossesAsync(PlannedSweep sweep) => AskExperimentAsync(Verb.Losses, sweep, TrainerApi.LossesAsync);

    private Task<Answer> ControlAsync(Verb verb, PlannedSweep sweep, string word) =>
        AskAsync(verb, sweep, server => SweepApi.ControlAsync(server, sweep.Id, word));

    private Task<Answer> AskExperimentAsync(Verb verb, PlannedSweep sweep, Func<Uri, string, Task<Answer>> ask)
    {
        var experiment = sweep.Spec.ExperimentIdAt(random.Next(sweep.Spec.Count));
        return AskAsync(verb, experiment, server => ask(server, experiment));
    }

    private Task<Answer> AskAsync(Verb verb, PlannedSweep sweep, Func<Uri, Task<Answer>> ask) => AskAsync(verb, sweep.Id, ask);

    private Task<Answer> AskAsync(Verb verb, string target, Func<Uri, Task<Answer>> ask)
    {
        var trainer = trainers[random.Next(trainers.Count)];
        return history.AskAsync(name, verb, target, trainer.Name, () => ask(trainer.Address));
    }
}
