using Distributed.Contracts.Experiments;
namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlGrainStateStore(StoreDatabase database) : IGrainStateStore
{
    public Task<StoredState?> ReadAsync(string kind, string key, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => session.FirstAsync(
                Statements.ReadState,
                row => new StoredState(row.GetFieldValue<byte[]>(0), row.GetString(1)),
                ("@kind", kind),
                ("@key", key)),
            cancellationToken);

    public Task<StateWrite> WriteAsync(
        string kind, string key, string? etag, byte[] data, ExperimentView? entry, CancellationToken cancellationToken = default)
    {
        if (entry is not null && entry.Id != key)
        {
            throw new ArgumentException($"The catalog's line of grain '{key}' bears the name '{entry.Id}'.", nameof(entry));
        }

        return database.WriteAsync(session => WriteAsync(session, kind, key, etag, data, entry), cancellationToken);
    }

    public Task<StateWrite> ClearAsync(string kind, string key, string? etag, CancellationToken cancellationToken = default) =>
        database.WriteAsync(session => ClearAsync(session, kind, key, etag), cancellationToken);

    private static async Task<StateWrite> WriteAsync(
        SqlSession session, string kind, string key, string? etag, byte[] data, ExperimentView? entry)
    {
        // Never used twice, so a row that was cleared and written anew cannot be taken for the old one.
        var next = Guid.NewGuid().ToString("N");
        SqlStatement state = etag is null
            ? new(Statements.InsertState, ("@kind", kind), ("@key", key), ("@new", next), ("@data", data))
            : new(Statements.UpdateState, ("@kind", kind), ("@key", key), ("@new", next), ("@data", data), ("@etag", etag));
        var rows = await session.ExecuteAllAsync(entry is null ? [state] : [state, CatalogRow.Upsert(kind, next, entry)]);
        if (rows == 0)
        {
            return new StateWrite(false, await ReadETagAsync(session, kind, key));
        }

        return new StateWrite(true, next);
    }

    private static async Task<StateWrite> ClearAsync(SqlSession session, string kind, string key, string? etag)
    {
        var present = await ReadETagAsync(session, kind, key);
        if (present != etag || present is null)
        {
            return new StateWrite(present == etag, present);
        }

        await session.ExecuteAsync(Statements.ForgetPublications, ("@key", key), ("@kind", kind));
        await session.ExecuteAsync(Statements.DeleteState, ("@kind", kind), ("@key", key), ("@etag", etag));
        return new StateWrite(true, null);
    }

    private static Task<string?> ReadETagAsync(SqlSession session, string kind, string key) =>
        session.FirstAsync(Statements.ReadETag, row => row.GetString(0), ("@kind", kind), ("@key", key));
}
