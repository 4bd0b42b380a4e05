using System.Globalization;
using System.Text;
using Distributed.Chaos.Tests.Checking;
using Distributed.Chaos.Tests.Workload;

namespace Distributed.Chaos.Tests;

/// <summary>What a run did, and the verdict.</summary>
internal sealed class ChaosReport(
    ChaosOptions options, History history, WorkloadPlan plan, IReadOnlyList<Recovery> recoveries, IReadOnlyList<Violation> violations)
{
    private const int MostShown = 20;
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(5);

    public IReadOnlyList<Violation> Violations => violations;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {options.Seed}, {options.Length.TotalSeconds:0} s, {(options.UsePostgres ? "PostgreSQL" : "SQLite")}, {options.Trainers} trainers, {options.InferenceServices} inference services");
        text.AppendLine(CultureInfo.InvariantCulture, $"faults: {Counts(Faults())}");
        text.AppendLine(CultureInfo.InvariantCulture, $"answered: {Counts(history.Operations.Where(operation => operation.Answer.IsKnowledge).Select(operation => operation.Verb.ToString()))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"not answered: {history.Operations.Count(operation => !operation.Answer.IsKnowledge)} of {history.Operations.Count}");
        text.AppendLine(CultureInfo.InvariantCulture, $"experiments: {plan.Issued.Count}, ends: {Counts(Ends())}");
        text.AppendLine(RecoveryLine());
        foreach (var violation in violations.Take(MostShown))
        {
            Describe(text, violation);
        }

        text.Append(violations.Count == 0
            ? "verdict: nothing acknowledged was lost, nothing is other than in an undisturbed run"
            : string.Create(CultureInfo.InvariantCulture, $"verdict: {violations.Count} violations; run again by ./test --chaos {options.Length.TotalSeconds:0} --seed {options.Seed} --store {(options.UsePostgres ? "postgres" : "sqlite")} --trainers {options.Trainers}"));
        return text.ToString();
    }

    private IEnumerable<string> Faults() => history.Happenings
        .Where(happening => happening.What is Befallen.Killed or Befallen.Stopped or Befallen.Paused or Befallen.TrapSprung)
        .Select(happening => happening.What == Befallen.TrapSprung ? happening.Detail : happening.What.ToString().ToLowerInvariant());

    private IEnumerable<string> Ends() => history.Operations.Select(operation => operation.Answer).OfType<Standing>()
        .Where(standing => standing.View.EndedAt is not null).DistinctBy(standing => standing.View.Id)
        .Select(standing => standing.View.Phase.ToString().ToLowerInvariant());

    private string RecoveryLine()
    {
        var times = recoveries.Where(recovery => recovery.Resumed is not null)
            .Select(recovery => (recovery.Resumed!.Value - recovery.Lost).TotalSeconds).Order().ToList();
        return times.Count == 0
            ? "recoveries: none"
            : string.Create(CultureInfo.InvariantCulture, $"recoveries: {times.Count}, median {times[times.Count / 2]:0.0} s, worst {times[^1]:0.0} s");
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
        string.Join(", ", names.CountBy(name => name).OrderByDescending(count => count.Value).Select(count => $"{count.Value} {count.Key}"));
}
