namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlSweepCatalog(StoreDatabase database) : ISweepCatalog
{
    public async Task<SweepEntry?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(
            session => session.FirstAsync(SweepStatements.FindEntry, SweepRow.Read, ("@id", id)), cancellationToken);
        return row?.Entry;
    }

    public async Task<SweepPage> ListAsync(SweepQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        CatalogQueryRules.CheckLimit(query.Limit);

        // One row more than asked for tells whether another page follows.
        var (sql, parameters) = Select(query, query.Limit + 1);
        var rows = await database.ReadAsync(session => session.AllAsync(sql, SweepRow.Read, parameters), cancellationToken);
        var more = rows.Count > query.Limit;
        var page = more ? rows.GetRange(0, query.Limit) : rows;
        return new SweepPage(page.ConvertAll(row => row.Entry), more ? page[^1].Sequence : null);
    }

    private static SqlStatement Select(SweepQuery query, int limit)
    {
        var phases = query.Phases.Distinct().ToList();
        return new(
            phases.Count == 0 ? SweepStatements.ListAll : MergedPages.Select(phases.Select((_, i) => SweepStatements.ListPhase(i))),
            [("@after", query.After), ("@limit", limit), .. phases.Select((phase, i) => ($"@phase{i}", (object?)(int)phase))]);
    }
}
