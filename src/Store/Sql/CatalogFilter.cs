using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <summary>
/// Writes the query of a page so that every part of it walks one index and stops at the page's length. The exception is the order of losses
/// over a model, or over sweeps and all others together: there the completed ones are sorted.
/// </summary>
internal static class CatalogFilter
{
    // As the condition of the indexes over losses says it; a parameter would not do.
    private const string Completed = "phase = 3";

    public static SqlStatement Select(CatalogQuery query, int limit)
    {
        var conditions = ConditionsOf(query).ToList();
        var phases = query.Order == CatalogOrder.Loss ? [] : PhasesOf(query);
        var sql = query.Order == CatalogOrder.Loss ? Part([new(Completed), .. conditions], "loss, sequence")
            : phases.Count == 0 ? Part(conditions, "sequence")
            : MergedPages.Select(phases.Select((_, i) => Part([new($"phase = @phase{i}"), .. conditions], "sequence")));
        return new(
            sql,
            [
                ("@limit", limit),
                .. conditions.SelectMany(condition => condition.Parameters),
                .. phases.Select((phase, i) => ($"@phase{i}", (object?)(int)phase)),
            ]);
    }

    // Only the index over all experiments goes by sequence alone; the others have the phase before it, so they are asked phase by phase.
    private static List<ExperimentPhase> PhasesOf(CatalogQuery query) =>
        query.Phases.Count == 0 && (query.Model is not null || query.Sweep is not null || query.Alone)
            ? [.. Enum.GetValues<ExperimentPhase>()]
            : [.. query.Phases.Distinct()];

    private static IEnumerable<Condition> ConditionsOf(CatalogQuery query)
    {
        if (query.Model is { } model)
        {
            yield return new("model = @model", ("@model", model));
        }

        if (query.Sweep is { } sweep)
        {
            // The index over models has the sweep too and serves both; that over sweeps, which lacks the model, is kept out.
            var byModel = query.Model is not null && query.Order == CatalogOrder.Accepted;
            yield return new(byModel ? "sweep || '' = @sweep" : "sweep = @sweep", ("@sweep", sweep));
        }

        if (query.Alone)
        {
            yield return new("sweep IS NULL");
        }

        if (query.LossBelow is { } below)
        {
            yield return new("loss < @below", ("@below", below));
        }

        // One condition alone, so that the walk begins at the place.
        yield return query.Order == CatalogOrder.Accepted ? new("sequence > @after", ("@after", query.After.Sequence))
            : query.After.Loss is { } loss ? new("(loss, sequence) > (@loss, @after)", ("@loss", loss), ("@after", query.After.Sequence))
            : new("loss IS NOT NULL");
    }

    private static string Part(IEnumerable<Condition> conditions, string order) =>
        $"SELECT {CatalogRow.Columns} FROM catalog WHERE {string.Join(" AND ", conditions.Select(condition => condition.Sql))} "
        + $"ORDER BY {order} LIMIT @limit";

    private readonly record struct Condition(string Sql, params (string Name, object? Value)[] Parameters);
}
