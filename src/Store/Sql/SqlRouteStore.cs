using System.Data.Common;
using Distributed.Contracts.Models;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlRouteStore(StoreDatabase database, IChangeWatcher watcher) : IRouteStore
{
    public Task<StoredRoutes?> FindAsync(string model, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => session.FirstAsync(RouteStatements.Find, Read, ("@model", model)), cancellationToken);

    public async Task<IReadOnlyList<StoredRoutes>> ReadAfterAsync(
        long revision, int limit, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(
            session => session.AllAsync(RouteStatements.ReadAfter, Read, ("@revision", revision), ("@limit", limit)), cancellationToken);

    public async Task<StoredRoutes?> WriteAsync(
        string model, long revision, ModelRoutes routes, CancellationToken cancellationToken = default)
    {
        var document = StoredJson.Write(routes);
        var written = await database.WriteAsync(session => WriteAsync(session, model, revision, document), cancellationToken);
        watcher.Signal();
        return written is { } next ? new StoredRoutes(model, next, routes) : null;
    }

    private static async Task<long?> WriteAsync(SqlSession session, string model, long revision, string document)
    {
        var present = await session.FirstAsync(RouteStatements.FindRevision, row => row.GetInt64(0), ("@model", model));
        if (present != revision)
        {
            return null;
        }

        var next = await session.FirstAsync(RouteStatements.NextRevision, row => row.GetInt64(0));
        await session.ExecuteAsync(RouteStatements.Upsert, ("@model", model), ("@revision", next), ("@document", document));
        return next;
    }

    private static StoredRoutes Read(DbDataReader row)
    {
        var model = row.GetString(0);
        return new(model, row.GetInt64(1), StoredJson.Read<ModelRoutes>(row.GetString(2), $"The routes of model '{model}'"));
    }
}
