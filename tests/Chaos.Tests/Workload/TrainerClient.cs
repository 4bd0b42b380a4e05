using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>Starts, cancels and follows experiments, one question after the other, each to a trainer of its choice.</summary>
internal sealed class TrainerClient(
    string name, Random random, IReadOnlyList<ServiceProcess> trainers, WorkloadPlan plan, CatalogMonitor monitor, History history)
{
    /// <summary>More would only wait for a training thread, and a fault could not tell a stuck experiment from a waiting one.</summary>
    private const int MostUnfinished = 10;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(30);

    /// <summary>Asks until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await AskAsync();
            await Passing.OfAsync(Pace, end);
        }
    }

    /// <summary>Starts an experiment, perhaps for the second time: the first may or may not have been accepted.</summary>
    public async Task StartAsync(Experiment experiment)
    {
        var answer = await AskAsync(Verb.Start, experiment, server => TrainerApi.StartAsync(server, experiment.Spec));
        if (answer is Standing)
        {
            experiment.Acknowledge();
        }
    }

    /// <summary>Asks where it stands and for its losses; false when there was trouble.</summary>
    public async Task<bool> LookAsync(Experiment experiment) =>
        (await AskStatusAsync(experiment)).IsKnowledge && (await AskLossesAsync(experiment)).IsKnowledge;

    private async Task AskAsync()
    {
        if (random.Next(4) == 0 && monitor.CountUnfinished(plan.Issued) < MostUnfinished)
        {
            await StartAsync(plan.Next());
        }
        else if (plan.Issued is { Count: > 0 } issued)
        {
            // Mostly recent ones, which something still happens to.
            var back = (int)(issued.Count * Math.Pow(random.NextDouble(), 3));
            await AskAboutAsync(issued[issued.Count - 1 - Math.Min(back, issued.Count - 1)]);
        }
    }

    private Task AskAboutAsync(Experiment experiment) => random.Next(10) switch
    {
        _ when !experiment.IsAcknowledged => StartAsync(experiment),
        _ when experiment.IsQuiet && monitor.IsUnfinished(experiment) => Task.CompletedTask,
        0 => StartAsync(experiment),
        1 => AskAsync(Verb.StartOther, experiment, server => TrainerApi.StartAsync(server, experiment.Spec with { Epochs = 7 })),
        2 when experiment.MayBeCancelled => AskAsync(Verb.Cancel, experiment, server => TrainerApi.CancelAsync(server, experiment.Id)),
        < 5 => AskLossesAsync(experiment),
        _ => AskStatusAsync(experiment),
    };

    private Task<Answer> AskStatusAsync(Experiment experiment) =>
        AskAsync(Verb.Status, experiment, server => TrainerApi.StatusAsync(server, experiment.Id));

    private Task<Answer> AskLossesAsync(Experiment experiment) =>
        AskAsync(Verb.Losses, experiment, server => TrainerApi.LossesAsync(server, experiment.Id));

    private Task<Answer> AskAsync(Verb verb, Experiment experiment, Func<Uri, Task<Answer>> ask)
    {
        var trainer = trainers[random.Next(trainers.Count)];
        return history.AskAsync(name, verb, experiment.Id, trainer.Name, () => ask(trainer.Address));
    }
}
