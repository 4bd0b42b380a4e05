using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <summary>Writes the query of a page so that every part of it walks one index and stops at the page's length.</summary>
internal static class CatalogFilter
{
    public static (string Sql, (string Name, object? Value)[] Parameters) Select(CatalogQuery query, int limit)
    {
        var phases = PhasesOf(query);
        List<(string, object?)> parameters = [("@after", query.After), ("@limit", limit)];
        if (query.Model is not null)
        {
            parameters.Add(("@model", query.Model));
        }

        parameters.AddRange(phases.Select((phase, i) => ($"@phase{i}", (object?)(int)phase)));
        var model = query.Model is null ? "" : "model = @model AND ";
        var sql = phases.Count == 0
            ? Part(model)
            : string.Join(" UNION ALL ", phases.Select((_, i) => $"SELECT * FROM ({Part($"{model}phase = @phase{i} AND ")}) AS part{i}"))
                + " ORDER BY sequence LIMIT @limit";
        return (sql, [.. parameters]);
    }

    // The index over models has the phase second, so a model in any phase is asked for phase by phase.
    private static List<ExperimentPhase> PhasesOf(CatalogQuery query) =>
        query.Phases.Count == 0 && query.Model is not null ? [.. Enum.GetValues<ExperimentPhase>()] : [.. query.Phases.Distinct()];

    private static string Part(string condition) =>
        $"SELECT {CatalogRow.Columns} FROM catalog WHERE {condition}sequence > @after ORDER BY sequence LIMIT @limit";
}
