using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlExperimentCatalog(StoreDatabase database) : IExperimentCatalog
{
    public async Task<ExperimentView?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(
            session => session.FirstAsync(Statements.FindEntry, CatalogRow.Read, ("@id", id)), cancellationToken);
        return row?.Entry;
    }

    public async Task<CatalogPage> ListAsync(CatalogQuery query, CancellationToken cancellationToken = default)
    {
        CatalogQueryRules.Check(query);

        // One row more than asked for tells whether another page follows.
        var (sql, parameters) = CatalogFilter.Select(query, query.Limit + 1);
        var rows = await database.ReadAsync(session => session.AllAsync(sql, CatalogRow.Read, parameters), cancellationToken);
        var more = rows.Count > query.Limit;
        var page = more ? rows.GetRange(0, query.Limit) : rows;
        var last = page.Count > 0 ? page[^1].PlaceIn(query.Order) : default;
        return new CatalogPage(page.ConvertAll(row => row.Entry), more ? last : null) { Last = last };
    }

    public async Task<IReadOnlyDictionary<ExperimentPhase, int>> CountAsync(string sweep, CancellationToken cancellationToken = default)
    {
        var counts = await database.ReadAsync(
            session => session.AllAsync(
                Statements.CountByPhase,
                row => KeyValuePair.Create((ExperimentPhase)row.GetInt32(0), (int)row.GetInt64(1)),
                ("@sweep", sweep)),
            cancellationToken);
        return new Dictionary<ExperimentPhase, int>(counts);
    }

    public Task<int> CountUnfinishedAsync(string sweep, long upTo, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => session.FirstAsync(
                Statements.CountUnfinished, row => (int)row.GetInt64(0), ("@sweep", sweep), ("@upTo", upTo)),
            cancellationToken);
}
