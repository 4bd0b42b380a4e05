using System.Globalization;
using System.Text;
using Distributed.Chaos.Tests.Checking;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests;

/// <summary>What a run did, and the verdict.</summary>
internal sealed class ChaosReport(
    ChaosOptions options,
    History history,
    WorkloadPlan plan,
    SweepPlan sweeps,
    IReadOnlyList<Recovery> recoveries,
    IReadOnlyList<Violation> violations)
{
    private const int MostShown = 20;
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(5);

    public IReadOnlyList<Violation> Violations => violations;

    /// <summary>Whether there is nothing to look up in the store and in the processes' output.</summary>
    public bool IsClean => violations.Count == 0 && !Unexpected().Any();

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', Statistics()).AppendLine();
        foreach (var violation in violations.Take(MostShown))
        {
            Describe(text, violation);
        }

        return text.Append(Verdict()).ToString();
    }

    private string Command() => string.Create(
        CultureInfo.InvariantCulture,
        $"./test --chaos {options.Length.TotalSeconds:0} --seed {options.Seed} --store {(options.UsePostgres ? "postgres" : "sqlite")} --trainers {options.Trainers}");

    private IEnumerable<string> Statistics() =>
    [
        Command(),
        $"faults: {Counts(Faults())}",
        $"answers: {Counts(Answered().Select(operation => operation.Verb.ToString()))}",
        $"troubles: {Counts(Troubles())}",
        $"errors that nobody expected: {Counts(Unexpected())}",
        $"experiments: {plan.Issued.Count}, ends: {Counts(Ends())}",
        $"sweeps: {sweeps.Issued.Count}, ends: {Counts(SweepEnds())}",
        $"their experiments: {sweeps.Issued.Sum(sweep => sweep.Spec.Count)}, ends: {Counts(SweptEnds())}; seen paused: {Swept().Count(IsPaused)}",
        $"recoveries: {Times()}",
    ];

    private string Verdict() => violations.Count == 0
        ? "verdict: nothing acknowledged was lost, and everything is as in an undisturbed run"
        : $"verdict: {violations.Count} violations; run it again by {Command()}\n{string.Join('\n', violations.Take(MostShown))}";

    private IEnumerable<Operation> Answered() => history.Operations.Where(operation => operation.Answer.IsKnowledge);

    // "Connection refused (127.0.0.1:17203)" and "503 {…" are each one kind of trouble, whatever comes after.
    private IEnumerable<string> Troubles() => history.Operations.Select(operation => operation.Answer).OfType<Trouble>()
        .Select(trouble => trouble.Why.Split('(', '{')[0].Trim());

    private IEnumerable<string> Unexpected() =>
        history.Operations.Where(operation => operation.Answer is Trouble { Status: 400 or 500 }).Select(operation => operation.ToString());

    private IEnumerable<string> Faults() => history.Happenings
        .Where(happening => happening.What is Befallen.Killed or Befallen.Stopped or Befallen.Paused or Befallen.TrapSprung)
        .Select(happening => happening.What == Befallen.TrapSprung ? happening.Detail : happening.What.ToString().ToLowerInvariant());

    private IEnumerable<string> Ends() => history.Operations.Select(operation => operation.Answer).OfType<Standing>()
        .Where(standing => standing.View is { EndedAt: not null, Sweep: null }).DistinctBy(standing => standing.View.Id)
        .Select(standing => standing.View.Phase.ToString().ToLowerInvariant());

    private IEnumerable<string> SweepEnds() => history.Operations.Select(operation => operation.Answer).OfType<SweepStanding>()
        .Where(standing => standing.View.EndedAt is not null).DistinctBy(standing => standing.View.Id)
        .Select(standing => standing.View.Phase.ToString().ToLowerInvariant());

    private IEnumerable<string> SweptEnds() =>
        Swept().Where(view => view.EndedAt is not null).Select(view => view.Phase.ToString().ToLowerInvariant());

    // Each experiment once in each phase in which a list showed it.
    private IEnumerable<ExperimentView> Swept() => history.Operations.Select(operation => operation.Answer).OfType<SweepListed>()
        .SelectMany(listed => listed.Experiments).DistinctBy(view => (view.Id, view.Phase));

    private static bool IsPaused(ExperimentView view) => view.Phase == ExperimentPhase.Paused;

    private string Times()
    {
        var times = recoveries.Where(recovery => recovery.Resumed is not null)
            .Select(recovery => (recovery.Resumed!.Value - recovery.Lost).TotalSeconds).Order().ToList();
        return times.Count == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{times.Count}, median {times[times.Count / 2]:0.0} s, worst {times[^1]:0.0} s");
    }

    private void Describe(StringBuilder text, Violation violation)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"VIOLATION {violation}");
        if (violation.Evidence is not { } evidence)
        {
            return;
        }

        var near = history.Operations
            .Where(operation => operation.Target == evidence.Target && operation.End > evidence.Begin - Around && operation.Begin < evidence.End + Around)
            .Select(operation => (At: operation.End, Text: operation.ToString()));
        var faults = history.Happenings
            .Where(happening => happening.At > evidence.Begin - Around && happening.At < evidence.End + Around)
            .Select(happening => (happening.At, Text: happening.ToString()));
        foreach (var (_, line) in near.Concat(faults).OrderBy(entry => entry.At).TakeLast(2 * MostShown))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {line}");
        }
    }

    private static string Counts(IEnumerable<string> names) =>
        string.Join(", ", names.CountBy(name => name).OrderByDescending(count => count.Value).Select(count => $"{count.Value} {count.Key}"))
            is { Length: > 0 } counts ? counts : "none";
}
