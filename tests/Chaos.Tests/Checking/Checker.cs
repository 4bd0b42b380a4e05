using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Holds a history against what the system promises.</summary>
internal static class Checker
{
    /// <summary>Everything that the clients' answers prove wrong.</summary>
    /// <param name="operations">What was asked and answered.</param>
    /// <param name="happenings">What befell the processes.</param>
    /// <param name="losses">The losses of an experiment's undisturbed run.</param>
    /// <param name="halving">How an experiment's sweep stops the weak; null when it does not.</param>
    public static IEnumerable<Violation> CheckAnswers(
        IReadOnlyCollection<Operation> operations,
        IReadOnlyCollection<Happening> happenings,
        Func<string, IReadOnlyList<float>> losses,
        Func<string, Halving?> halving)
    {
        var timeline = new Timeline(happenings);
        return
        [
            .. Walk.Check(operations, Experiment, id => new ExperimentModel(losses(id), timeline.WasDisturbed) { Halving = halving(id) }),
            .. Walk.Check(operations, Model, _ => new ServingModel()),
        ];
    }

    /// <summary>Everything that answers about sweeps prove wrong.</summary>
    /// <param name="operations">What was asked and answered.</param>
    /// <param name="happenings">What befell the processes.</param>
    /// <param name="sweeps">What was submitted.</param>
    /// <param name="limit">Within this time what was acknowledged is done to a sweep's experiments, when a trainer and the store work.</param>
    public static IEnumerable<Violation> CheckSweeps(
        IEnumerable<Operation> operations, IReadOnlyCollection<Happening> happenings, IEnumerable<PlannedSweep> sweeps, TimeSpan limit)
    {
        var timeline = new Timeline(happenings);
        var byId = sweeps.ToDictionary(sweep => sweep.Id);
        var byExperiment = byId.Values.SelectMany(sweep => sweep.Experiments.Keys.Select(id => (id, sweep.Id))).ToDictionary();
        return Walk.Check(
            operations,
            operation => SweepOperations.IsAboutSweep(operation) ? operation.Target
                : operation.Verb == Verb.Cancel ? byExperiment.GetValueOrDefault(operation.Target)
                : null,
            id => new SweepModel(byId[id], moment => timeline.FirstCalm(moment, limit) + limit));
    }

    /// <summary>Services that have answered by a model and refuse to: what is loaded answers, whatever befalls the store and the trainers.</summary>
    public static IEnumerable<Violation> CheckServing(IReadOnlyCollection<Operation> operations, IReadOnlyCollection<Happening> happenings)
    {
        var predictions = operations.Where(operation => operation is { Verb: Verb.Predict, Version: null }).ToLookup(
            operation => (operation.Server, operation.Target));
        return
            from refused in predictions.SelectMany(server => server)
            where refused.Answer is Trouble { Status: not null }
            let began = happenings.LastOrDefault(happening => happening.Victim == refused.Server
                && happening.What == Befallen.Started && happening.At < refused.Begin)?.At ?? TimeSpan.Zero
            where predictions[(refused.Server, refused.Target)].Any(
                other => other.Answer is Predicted && other.Begin >= began && other.End < refused.Begin)
            select new Violation($"{refused.Server} has answered by it, and refuses to", refused.Target, refused);
    }

    /// <summary>Processes that ended, or did not, without one of our faults to explain it.</summary>
    public static IEnumerable<Violation> CheckProcesses(IReadOnlyCollection<Happening> happenings) =>
        from happening in happenings
        where happening.What is Befallen.EndedByItself or Befallen.Hung or Befallen.StartFailed
        where happening.What != Befallen.StartFailed || !happenings.Any(other => IsStoreDown(other, happening.At))
        select new Violation(happening.ToString(), happening.Victim);

    /// <summary>Experiments and sweeps that stood still for too long although a trainer and the store worked.</summary>
    /// <param name="recoveries">What became of those whose silo was gone, and of sweeps to which nothing happened.</param>
    /// <param name="happenings">What befell the processes.</param>
    /// <param name="end">When looking ended.</param>
    /// <param name="limit">How long is too long.</param>
    public static IEnumerable<Violation> CheckRecoveries(
        IEnumerable<Recovery> recoveries, IReadOnlyCollection<Happening> happenings, TimeSpan end, TimeSpan limit)
    {
        var timeline = new Timeline(happenings);
        return
            from recovery in recoveries
            let calm = timeline.FirstCalm(recovery.Lost, limit)
            where calm + limit < (recovery.Resumed ?? end)
            select new Violation(
                (recovery.Silo is { } silo ? $"lost by {silo}" : "standing still")
                + FormattableString.Invariant($" at {recovery.Lost.TotalSeconds:0.0} s, ")
                + (recovery.Resumed is { } resumed ? FormattableString.Invariant($"it went on at {resumed.TotalSeconds:0.0} s") : "it did not go on")
                + FormattableString.Invariant($" although another worked from {calm!.Value.TotalSeconds:0.0} s on"),
                recovery.Subject);
    }

    private static string? Experiment(Operation operation) =>
        operation.Verb is Verb.Versions or Verb.Predict || SweepOperations.IsAboutSweep(operation) ? null : operation.Target;

    private static string? Model(Operation operation) =>
        operation.Verb is Verb.Versions or Verb.Predict ? operation.Target : (operation.Answer as Standing)?.View.Model;

    // A service that starts while the store is down says so and ends.
    private static bool IsStoreDown(Happening happening, TimeSpan at) =>
        happening.Victim.StartsWith("postgres", StringComparison.Ordinal) && happening.What != Befallen.Up
        && happening.At <= at && happening.At > at - TimeSpan.FromMinutes(1);
}
