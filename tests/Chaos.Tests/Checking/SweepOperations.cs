using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What was asked of sweeps, as the sweeps and as their experiments see it.</summary>
internal static class SweepOperations
{
    /// <summary>Whether it is about a sweep as a whole.</summary>
    public static bool IsAboutSweep(Operation operation) => operation.Verb is Verb.SweepStart or Verb.SweepStartOther or Verb.SweepStatus
        or Verb.SweepWatch or Verb.SweepList or Verb.SweepPause or Verb.SweepResume or Verb.SweepCancel;

    /// <summary>
    /// What an operation on a sweep is to its experiments: to each, a pause or cancel whose effect nobody was told; to those that were
    /// shown, an answer.
    /// </summary>
    public static IEnumerable<Operation> OfExperiments(Operation operation, PlannedSweep sweep) => operation switch
    {
        { Verb: Verb.SweepPause } => Implied(operation, Verb.Pause, sweep),
        { Verb: Verb.SweepCancel } => Implied(operation, Verb.Cancel, sweep),
        { Answer: SweepListed { Experiments: var views } } => Shown(operation, views, sweep),
        { Answer: SweepStanding { View.Best: { } best } } => Shown(operation, [best], sweep),
        _ => [],
    };

    private static IEnumerable<Operation> Implied(Operation operation, Verb verb, PlannedSweep sweep) => sweep.Experiments.Keys.Select(
        id => operation with { Verb = verb, Target = id, Answer = new Trouble("its sweep was asked") });

    // What is not of the sweep is for the sweep's own rules to tell.
    private static IEnumerable<Operation> Shown(Operation operation, IEnumerable<ExperimentView> views, PlannedSweep sweep) =>
        from view in views
        where sweep.Experiments.ContainsKey(view.Id)
        select operation with { Verb = Verb.Listed, Target = view.Id, Answer = new Standing(view) };
}
