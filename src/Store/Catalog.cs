using Distributed.Contracts.Experiments;

namespace Distributed.Store;

/// <summary>The list of all experiments, for finding and paging. It is written with the grains' state, never on its own.</summary>
public interface IExperimentCatalog
{
    /// <summary>One experiment's line; null when there is none of that name.</summary>
    Task<ExperimentView?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>A page in the order of acceptance.</summary>
    Task<CatalogPage> ListAsync(CatalogQuery query, CancellationToken cancellationToken = default);
}

/// <summary>Which experiments to list.</summary>
public sealed record CatalogQuery
{
    /// <summary>Only these phases; empty for all.</summary>
    public IReadOnlyList<ExperimentPhase> Phases { get; init; } = [];

    /// <summary>Only this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only what comes after this <see cref="CatalogPage.Next"/> of an earlier page.</summary>
    public long After { get; init; }

    /// <summary>Length of the page, 1–1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of the catalog; <paramref name="Next"/> is null on the last one.</summary>
public sealed record CatalogPage(IReadOnlyList<ExperimentView> Entries, long? Next);
