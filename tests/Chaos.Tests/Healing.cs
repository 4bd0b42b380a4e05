using Distributed.Chaos.Tests.Checking;
using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;

namespace Distributed.Chaos.Tests;

/// <summary>
/// No more faults: everything comes up, and what was accepted goes on to its end without being asked; what was paused stays so until it is
/// resumed. At last everything is looked at once more.
/// </summary>
internal sealed class Healing(
    Cluster cluster,
    WorkloadPlan plan,
    SweepPlan sweeps,
    CatalogMonitor monitor,
    TrainerClient trainers,
    SweepClient sweeper,
    InferenceClient reader)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HealLimit = TimeSpan.FromMinutes(5);

    private readonly List<Violation> _violations = [];

    /// <summary>Heals, and tells what did not come back.</summary>
    public async Task<IReadOnlyList<Violation>> RunAsync()
    {
        cluster.Relieve();
        await RequireAsync(cluster.AllUpAsync(StartLimit), "Not every process came up again at the end.");
        await RequireAsync(AcknowledgeAllAsync, "Not every start was accepted at the end.");
        await RequireAsync(monitor.AllSettledAsync(HealLimit), "Not everything has ended, or come to rest where it is paused.");
        await LookAtPausedAsync();
        await RequireAsync(ResumeAllAsync, "Not every experiment and sweep ended.");
        await LookAtAllAsync();
        return _violations;
    }

    // A start that was never answered may not have happened; asking again settles it.
    private async Task<bool> AcknowledgeAllAsync()
    {
        foreach (var experiment in plan.Issued.Where(experiment => !experiment.IsAcknowledged))
        {
            await trainers.StartAsync(experiment);
        }

        foreach (var sweep in sweeps.Issued.Where(sweep => !sweep.IsAcknowledged))
        {
            await sweeper.StartAsync(sweep);
        }

        return plan.Issued.All(experiment => experiment.IsAcknowledged) && sweeps.Issued.All(sweep => sweep.IsAcknowledged);
    }

    private async Task<bool> ResumeAllAsync()
    {
        foreach (var sweep in monitor.Paused.ToList())
        {
            await sweeper.ResumeAsync(sweep);
        }

        return await monitor.HaveAllEndedAsync();
    }

    private async Task LookAtPausedAsync()
    {
        foreach (var sweep in monitor.Paused.ToList())
        {
            await RequireAsync(() => sweeper.LookAsync(sweep), $"No trainer tells of {sweep.Id}, which is paused.");
        }
    }

    private async Task LookAtAllAsync()
    {
        foreach (var experiment in plan.Issued)
        {
            await RequireAsync(() => trainers.LookAsync(experiment), $"No trainer tells of {experiment.Id} at the end.");
        }

        foreach (var sweep in sweeps.Issued)
        {
            await RequireAsync(() => sweeper.LookAsync(sweep), $"No trainer tells of {sweep.Id} at the end.");
        }

        foreach (var (service, model) in
            from service in cluster.InferenceServices from model in WorkloadPlan.ModelNames select (service, model))
        {
            await RequireAsync(() => reader.LookAsync(service, model), $"{service.Name} does not answer at the end.");
        }
    }

    private Task RequireAsync(Func<Task<bool>> condition, string otherwise) =>
        RequireAsync(Eventually.TrueAsync(condition, HealLimit), otherwise);

    private async Task RequireAsync(Task<bool> holds, string otherwise)
    {
        if (!await holds)
        {
            _violations.Add(new Violation(otherwise, "the system"));
        }
    }
}
