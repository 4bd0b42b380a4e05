using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <summary>
/// Writes the query of a page so that every part of it walks one index and stops at the page's length. The exception is the order of losses
/// over a model, or over sweeps and all others together: there the completed ones are sorted.
/// </summary>
internal static class CatalogFilter
{
    public static SqlStatement Select(CatalogQuery query, int limit)
    {
        var conditions = ConditionsOf(query).ToList();
        var phases = query.Order == CatalogOrder.Loss ? [] : PhasesOf(query);
        var sql = query.Order == CatalogOrder.Loss ? Part(conditions, "loss, sequence")
            : phases.Count == 0 ? Part(conditions, "sequence")
            : MergedPages.Select(phases.Select((_, i) => Part([new($"phase = @phase{i}"), .. conditions], OrderOf(query))));
        return new(
            sql,
            [
                ("@limit", limit),
                .. conditions.SelectMany(condition => condition.Parameters),
                .. phases.Select((phase, i) => ($"@phase{i}", (object?)(int)phase)),
            ]);
    }

    // Of sweeps that have ended next to nothing is unfinished, and it is looked up sweep by sweep: an order that is computed keeps the
    // index out that is in this order, where everything else that waits would be passed over.
    private static string OrderOf(CatalogQuery query) => query.SweepEnded ? "+sequence" : "sequence";

    // Only the index over all experiments goes by sequence alone; the others have the phase before it, so they are asked phase by phase.
    private static List<ExperimentPhase> PhasesOf(CatalogQuery query) =>
        query.Phases.Count == 0 && (query.Model is not null || query.Sweep is not null || query.Alone || query.SweepEnded)
            ? [.. Enum.GetValues<ExperimentPhase>()]
            : [.. query.Phases.Distinct()];

    private static IEnumerable<Condition> ConditionsOf(CatalogQuery query)
    {
        // The index over models has the sweep too. The others lack the model, and a rare one would be looked for through all their entries:
        // a sweep that is computed keeps them out.
        var sweep = query.Model is null ? "sweep" : "(sweep || '')";
        Condition?[] conditions =
        [
            // As a constant it admits the indexes over losses.
            query.Order == CatalogOrder.Loss ? new("phase = 3") : null,
            query.Model is { } model ? new("model = @model", ("@model", model)) : null,
            query.Sweep is { } id ? new($"{sweep} = @sweep", ("@sweep", id)) : null,
            query.SweepEnded ? new($"{sweep} IN (SELECT id FROM sweep WHERE ended_at IS NOT NULL)") : null,
            query.Alone ? new($"{sweep} IS NULL") : null,
            query.LossBelow is { } below ? new("loss < @below", ("@below", below)) : null,
            From(query),
        ];
        return conditions.OfType<Condition>();
    }

    // One condition alone, so that the walk begins at the place.
    private static Condition From(CatalogQuery query) =>
        query.Order == CatalogOrder.Accepted ? new("sequence > @after", ("@after", query.After.Sequence))
        : query.After.Loss is { } loss ? new("(loss, sequence) > (@loss, @after)", ("@loss", loss), ("@after", query.After.Sequence))
        : new("loss IS NOT NULL");

    private static string Part(IEnumerable<Condition> conditions, string order) =>
        $"SELECT {CatalogRow.Columns} FROM catalog WHERE {string.Join(" AND ", conditions.Select(condition => condition.Sql))} "
        + $"ORDER BY {order} LIMIT @limit";

    private sealed record Condition(string Sql, params (string Name, object? Value)[] Parameters);
}
