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
        string kind, string key, string? etag, byte[] data, ExperimentView? entry, CancellationToken cancellationToken = default) =>
        WriteAsync(
            kind, key, etag, data, entry is null ? null : new Line(entry.Id, next => CatalogRow.Upsert(kind, next, entry)), cancellationToken);

    public Task<StateWrite> WriteAsync(
        string kind, string key, string? etag, byte[] data, SweepEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return WriteAsync(kind, key, etag, data, new Line(entry.Id, next => SweepRow.Upsert(kind, next, entry)), cancellationToken);
    }

    public Task<int> InsertAllAsync(string kind, IReadOnlyList<NewState> states, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        return states.Count == 0
            ? Task.FromResult(0)
            : database.WriteAsync(session => InsertAllAsync(session, kind, states), cancellationToken);
    }

    public Task<StateWrite> ClearAsync(string kind, string key, string? etag, CancellationToken cancellationToken = default) =>
        database.WriteAsync(session => ClearAsync(session, kind, key, etag), cancellationToken);

    private Task<StateWrite> WriteAsync(
        string kind, string key, string? etag, byte[] data, Line? entry, CancellationToken cancellationToken) =>
        entry is null || entry.Id == key
            ? database.WriteAsync(session => WriteAsync(session, kind, key, etag, data, entry), cancellationToken)
            : throw new ArgumentException($"The line of grain '{key}' in its list bears the name '{entry.Id}'.", nameof(entry));

    private static async Task<StateWrite> WriteAsync(SqlSession session, string kind, string key, string? etag, byte[] data, Line? entry)
    {
        var next = NewETag();
        var state = etag is null
            ? Insert(kind, key, next, data)
            : new(Statements.UpdateState, ("@kind", kind), ("@key", key), ("@new", next), ("@data", data), ("@etag", etag));
        var rows = await session.ExecuteAllAsync(entry is null ? [state] : [state, entry.Upsert(next)]);
        if (rows == 0)
        {
            return new StateWrite(false, await ReadETagAsync(session, kind, key));
        }

        return new StateWrite(true, next);
    }

    private static async Task<int> InsertAllAsync(SqlSession session, string kind, IReadOnlyList<NewState> states)
    {
        var rows = 0;
        foreach (var part in states.Chunk(InsertsInOneGo))
        {
            rows += await session.ExecuteAllAsync(part.SelectMany(state => Insert(kind, state)));
        }

        // Each new one has a row in both tables; of one that is there already, neither statement changes anything.
        return rows / 2;
    }

    private static IEnumerable<SqlStatement> Insert(string kind, NewState state)
    {
        var etag = NewETag();
        yield return Insert(kind, state.Entry.Id, etag, state.Data);
        yield return CatalogRow.Upsert(kind, etag, state.Entry);
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

    // Never used twice, so a row that was cleared and written anew cannot be taken for the old one.
    private static string NewETag() => Guid.NewGuid().ToString("N");

    /// <summary>A grain's line in its list.</summary>
    /// <param name="Id">The name that it bears.</param>
    /// <param name="Upsert">Writes it, if the state has the ETag given.</param>
    private sealed record Line(string Id, Func<string, SqlStatement> Upsert);
}
