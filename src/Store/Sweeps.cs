using Distributed.Contracts.Sweeps;

namespace Distributed.Store;

/// <summary>The list of all sweeps, for finding and paging. It is written with the grains' state, never on its own.</summary>
public interface ISweepCatalog
{
    /// <summary>One sweep's line; null when there is none of that name.</summary>
    Task<SweepEntry?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>A page in the order of acceptance.</summary>
    Task<SweepPage> ListAsync(SweepQuery query, CancellationToken cancellationToken = default);
}

/// <summary>What the list of sweeps tells of one.</summary>
/// <param name="Id">Name of the sweep.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Count">How many experiments it has.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="EndedAt">When it reached the final phase in which it is.</param>
public sealed record SweepEntry(string Id, SweepPhase Phase, int Count, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>Which sweeps to list.</summary>
public sealed record SweepQuery
{
    /// <summary>Only these phases; empty for all.</summary>
    public IReadOnlyList<SweepPhase> Phases { get; init; } = [];

    /// <summary>Only what comes after this <see cref="SweepPage.Next"/> of an earlier page.</summary>
    public long After { get; init; }

    /// <summary>Length of the page, 1–1,000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A page of sweeps; <paramref name="Next"/> is null on the last one.</summary>
public sealed record SweepPage(IReadOnlyList<SweepEntry> Entries, long? Next);
