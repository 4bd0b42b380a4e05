using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlExperimentCatalog(StoreDatabase database) : IExperimentCatalog
{
    private const int LongestPage = 1000;

    public async Task<ExperimentView?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var row = await database.ReadAsync(
            session => session.FirstAsync(Statements.FindEntry, CatalogRow.Read, ("@id", id)), cancellationToken);
        return row?.Entry;
    }

    public async Task<CatalogPage> ListAsync(CatalogQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, LongestPage);

        // One row more than asked for tells whether another page follows.
        var (sql, parameters) = CatalogFilter.Select(query, query.Limit + 1);
        var rows = await database.ReadAsync(session => session.AllAsync(sql, CatalogRow.Read, parameters), cancellationToken);
        var more = rows.Count > query.Limit;
        var page = more ? rows.GetRange(0, query.Limit) : rows;
        return new CatalogPage(page.ConvertAll(row => row.Entry), more ? page[^1].Sequence : null);
    }
}
