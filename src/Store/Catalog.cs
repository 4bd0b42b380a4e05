using Distributed.Contracts.Experiments;

namespace Distributed.Store;

/// <summary>The list of all experiments, for finding and paging. It is written with the grains' state, never on its own.</summary>
public interface IExperimentCatalog
{
    /// <summary>One experiment's line; null when there is none of that name.</summary>
    Task<ExperimentView?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>A page, in the order that the query asks for.</summary>
    /// <exception cref="ArgumentException">The query contradicts itself; see its properties.</exception>
    Task<CatalogPage> ListAsync(CatalogQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many experiments of a sweep are in each phase; a phase in which none is may be absent.</summary>
    Task<IReadOnlyDictionary<ExperimentPhase, int>> CountAsync(string sweep, CancellationToken cancellationToken = default);

    /// <summary>
    /// How many experiments of a sweep are queued or running, of those up to the place <paramref name="upTo"/>
    /// (<see cref="CatalogPlace.Sequence"/>) in the order of acceptance, that one included.
    /// </summary>
    Task<int> CountUnfinishedAsync(string sweep, long upTo, CancellationToken cancellationToken = default);
}

/// <summary>The order of a listing.</summary>
public enum CatalogOrder
{
    /// <summary>The order of acceptance.</summary>
    Accepted,

    /// <summary>Completed experiments with a finite final loss, the smallest first, equal ones in the order of acceptance.</summary>
    Loss,
}

/// <summary>Which experiments to list.</summary>
public sealed record CatalogQuery
{
    /// <summary>Only these phases; empty for all. In the order of losses, empty or completed alone.</summary>
    public IReadOnlyList<ExperimentPhase> Phases { get; init; } = [];

    /// <summary>Only this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only this sweep's.</summary>
    public string? Sweep { get; init; }

    /// <summary>Only those that belong to no sweep; not together with <see cref="Sweep"/>.</summary>
    public bool Alone { get; init; }

    /// <summary>Only those whose sweep has ended; not together with <see cref="Alone"/>.</summary>
    public bool SweepEnded { get; init; }

    /// <summary>The order of the listing.</summary>
    public CatalogOrder Order { get; init; }

    /// <summary>Only final losses below this; in the order of losses alone.</summary>
    public double? LossBelow { get; init; }

    /// <summary>Only what comes after this <see cref="CatalogPage.Next"/> of an earlier page in the same order.</summary>
    public CatalogPlace After { get; init; }

    /// <summary>Length of the page, 1–1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of the catalog; <paramref name="Next"/> is null on the last one.</summary>
public sealed record CatalogPage(IReadOnlyList<ExperimentView> Entries, CatalogPlace? Next)
{
    /// <summary>The place of the last entry; the default when there is none.</summary>
    public CatalogPlace Last { get; init; }
}
