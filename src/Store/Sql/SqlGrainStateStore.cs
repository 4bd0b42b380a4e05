using Distributed.Contracts.Experiments;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlGrainStateStore(StoreDatabase database) : IGrainStateStore
{
    /// <summary>Over a network, how many new states go in one message.</summary>
    private const int InsertsInOneGo = 500;

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
        CheckName(key, entry?.Id, nameof(entry));
        return database.WriteAsync(
            session => WriteAsync(
                session, kind, key, etag, data, entry is null ? null : (state, next) => CatalogRow.Upsert(state, kind, next, entry)),
            cancellationToken);
    }

    public Task<StateWrite> WriteAsync(
        string kind, string key, string? etag, byte[] data, SweepEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        CheckName(key, entry.Id, nameof(entry));
        return database.WriteAsync(
            session => WriteAsync(session, kind, key, etag, data, (state, next) => SweepRow.Upsert(state, kind, next, entry)),
            cancellationToken);
    }

    public Task<int?> InsertAllAsync(
        string kind, IReadOnlyList<NewState> states, GrainFence fence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(fence);
        return database.WriteAsync<int?>(
            async session => await session.HoldsAsync(fence) ? await InsertAllAsync(session, kind, states) : null, cancellationToken);
    }

    public Task<StateWrite> ClearAsync(string kind, string key, string? etag, CancellationToken cancellationToken = default) =>
        database.WriteAsync(session => ClearAsync(session, kind, key, etag), cancellationToken);

    /// <param name="session">The session, in a transaction.</param>
    /// <param name="kind">Name of the state.</param>
    /// <param name="key">Key of the grain.</param>
    /// <param name="etag">The ETag that the row must have now.</param>
    /// <param name="data">The new state.</param>
    /// <param name="withLine">Adds the line to the write of the state and the ETag that this gives.</param>
    private static async Task<StateWrite> WriteAsync(
        SqlSession session, string kind, string key, string? etag, byte[] data, Func<SqlStatement, string, StateAndLine>? withLine)
    {
        var next = NewETag();
        SqlStatement state = etag is null
            ? Insert(kind, key, next, data)
            : new(Statements.UpdateState, ("@kind", kind), ("@key", key), ("@new", next), ("@data", data), ("@etag", etag));
        var written = withLine is null
            ? await session.ExecuteAsync(state.Sql, state.Parameters)
            : await StateAndLine.ExecuteAllAsync(session, [withLine(state, next)]);
        return written == 0 ? new StateWrite(false, await ReadETagAsync(session, kind, key)) : new StateWrite(true, next);
    }

    private static async Task<int> InsertAllAsync(SqlSession session, string kind, IReadOnlyList<NewState> states)
    {
        var inserted = 0;
        foreach (var part in states.Chunk(InsertsInOneGo))
        {
            inserted += await StateAndLine.ExecuteAllAsync(session, Array.ConvertAll(part, state => Insert(kind, state)));
        }

        return inserted;
    }

    private static StateAndLine Insert(string kind, NewState state)
    {
        var etag = NewETag();
        return CatalogRow.Upsert(Insert(kind, state.Entry.Id, etag, state.Data), kind, etag, state.Entry);
    }

    private static SqlStatement Insert(string kind, string key, string etag, byte[] data) =>
        new(Statements.InsertState, ("@kind", kind), ("@key", key), ("@new", etag), ("@data", data));

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

    private static void CheckName(string key, string? name, string parameter)
    {
        if (name is not null && name != key)
        {
            throw new ArgumentException($"The line of grain '{key}' in its list bears the name '{name}'.", parameter);
        }
    }

    // Never used twice, so a row that was cleared and written anew cannot be taken for the old one.
    private static string NewETag() => Guid.NewGuid().ToString("N");
}
