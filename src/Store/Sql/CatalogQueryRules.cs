using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <summary>What a query of the catalog may not ask for.</summary>
internal static class CatalogQueryRules
{
    /// <summary>The longest page.</summary>
    public const int MaxLimit = 1000;

    /// <exception cref="ArgumentException">The query contradicts itself, or its limit is out of range.</exception>
    public static void Check(CatalogQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        CheckLimit(query.Limit);
        if (FaultOf(query) is { } fault)
        {
            throw new ArgumentException(fault, nameof(query));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }

    private static string? FaultOf(CatalogQuery query) =>
        query.Sweep is not null && query.Alone ? $"No experiment is of the sweep '{query.Sweep}' and of none."
        : query.SweepEnded && query.Alone ? "No experiment is of a sweep that has ended and of none."
        : query.Order == CatalogOrder.Loss ? FaultByLoss(query)
        : query.LossBelow is not null ? "Losses can be bounded in the order of losses only."
        : query.After.Loss is not null ? $"The place {query.After} is of the order of losses, and the listing is in that of acceptance."
        : null;

    private static string? FaultByLoss(CatalogQuery query) =>
        query.Phases.Any(phase => phase != ExperimentPhase.Completed)
            ? $"The order of losses has completed experiments only; asked for were {string.Join(", ", query.Phases)}."
        : query.After != default && query.After.Loss is null
            ? $"The place {query.After} is of the order of acceptance, and the listing is in that of losses."
        : null;
}
