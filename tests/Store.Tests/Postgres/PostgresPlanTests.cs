using Distributed.Store.Postgres;
using Distributed.Store.Sql;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

/// <summary>What is done at every save walks an index from its place on, however many losses there are.</summary>
public sealed class PostgresPlanTests() : PostgresTest(new PostgresTestStore())
{
    [Theory]
    [InlineData(Statements.TrimLossesAt, "first_epoch = ")]
    [InlineData(Statements.DropLossesFrom, "first_epoch >= ")]
    [InlineData(Statements.ReadLosses, "first_epoch >= ")]
    public async Task Losses_OfARange_WalkTheIndexFromItsPlaceOn(string sql, string walk)
    {
        var dialect = new PostgresDialect(Store.Options, TimeProvider.System);
        await dialect.PrepareAsync(CancellationToken.None);
        await using var session = await dialect.OpenWriterAsync(CancellationToken.None);

        // In an empty table the server would walk it all, having nothing to lose.
        await session.ExecuteAsync("SET enable_seqscan = off");
        await session.ExecuteAsync("SET enable_bitmapscan = off");
        var plan = await session.AllAsync(
            $"EXPLAIN {sql}", row => row.GetString(0), ("@experiment", "a"), ("@first", 7), ("@from", 7), ("@until", 9));

        Assert.DoesNotContain(plan, step => step.Contains("Seq Scan", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("Index Cond", StringComparison.Ordinal) && step.Contains(walk, StringComparison.Ordinal));
    }
}
