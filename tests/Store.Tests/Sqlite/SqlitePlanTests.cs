using Distributed.Contracts.Experiments;
using Distributed.Store.Sql;
using Distributed.Store.Sqlite;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

/// <summary>A page walks an index from its place on, however many experiments there are.</summary>
public sealed class SqlitePlanTests() : SqliteTest(new SqliteTestStore())
{
    public static TheoryData<string?, bool, string?, bool, string> Walks => new()
    {
        { null, false, null, true, "catalog_by_phase (phase=? AND sequence>?)" },
        { null, false, null, false, "INTEGER PRIMARY KEY (rowid>?)" },
        { null, false, "m", true, "catalog_by_model (model=? AND phase=? AND sequence>?)" },
        { null, false, "m", false, "catalog_by_model (model=? AND phase=? AND sequence>?)" },
        { "s", false, null, true, "catalog_by_sweep (sweep=? AND phase=? AND sequence>?)" },
        { "s", false, null, false, "catalog_by_sweep (sweep=? AND phase=? AND sequence>?)" },
        { "s", false, "m", false, "catalog_by_model (model=? AND phase=? AND sequence>?)" },
        { null, true, null, true, "catalog_alone (phase=? AND sequence>?)" },
        { null, true, null, false, "catalog_alone (phase=? AND sequence>?)" },
        { null, true, "m", false, "catalog_by_model (model=? AND phase=? AND sequence>?)" },
    };

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task List_InTheOrderOfAcceptance_WalksAnIndex(string? sweep, bool alone, string? model, bool unfinished, string walk)
    {
        ExperimentPhase[] phases = unfinished ? [ExperimentPhase.Queued, ExperimentPhase.Running] : [];
        var query = new CatalogQuery { Sweep = sweep, Alone = alone, Model = model, Phases = phases, After = new CatalogPlace(null, 7) };
        var plan = await PlanAsync(query);
        var searches = plan.Where(step => step.Contains(" catalog ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(searches);
        Assert.All(searches, step => Assert.EndsWith(walk, step, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s", false, "catalog_by_sweep_loss (sweep=? AND loss>?")]
    [InlineData("s", true, "catalog_by_sweep_loss (sweep=? AND loss>?")]
    [InlineData(null, false, "catalog_alone_by_loss (phase=? AND loss>?")]
    [InlineData(null, true, "catalog_alone_by_loss (phase=? AND loss>?")]
    public async Task List_InTheOrderOfLosses_WalksAnIndexAndSortsNothing(string? sweep, bool fromAPlace, string walk)
    {
        var query = new CatalogQuery
        {
            Sweep = sweep,
            Alone = sweep is null,
            Order = CatalogOrder.Loss,
            LossBelow = 3,
            After = fromAPlace ? new CatalogPlace(0.5, 7) : default,
        };
        Assert.Contains(walk, Assert.Single(await PlanAsync(query)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s", false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    public async Task List_OfAModelInTheOrderOfLosses_SortsTheModelsAlone(string? sweep, bool alone)
    {
        var query = new CatalogQuery { Sweep = sweep, Alone = alone, Model = "m", Order = CatalogOrder.Loss };
        Assert.EndsWith("catalog_by_model (model=? AND phase=?)", (await PlanAsync(query))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Statements.TrimLossesAt, "(experiment=? AND first_epoch=?)")]
    [InlineData(Statements.DropLossesFrom, "(experiment=? AND first_epoch>?)")]
    [InlineData(Statements.ReadLosses, "(experiment=? AND first_epoch>? AND first_epoch<?)")]
    public async Task Losses_OfARange_WalkTheIndexFromItsPlaceOn(string sql, string walk)
    {
        var plan = await PlanAsync(sql, ("@experiment", "a"), ("@first", 7), ("@from", 7), ("@until", 9));
        var searches = plan.Where(step => step.Contains(" losses ", StringComparison.Ordinal)).ToList();
        Assert.EndsWith(walk, searches[0], StringComparison.Ordinal);
        Assert.All(searches, step => Assert.Contains("(experiment=?", step, StringComparison.Ordinal));
    }

    private Task<List<string>> PlanAsync(CatalogQuery query)
    {
        var (sql, parameters) = CatalogFilter.Select(query, 100);
        return PlanAsync(sql, parameters);
    }

    private async Task<List<string>> PlanAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        var dialect = new SqliteDialect(Store.Options, TimeProvider.System);
        await dialect.PrepareAsync(CancellationToken.None);
        await using var session = await dialect.OpenReaderAsync(CancellationToken.None);
        return await session.AllAsync($"EXPLAIN QUERY PLAN {sql}", row => row.GetString(3), parameters);
    }
}
