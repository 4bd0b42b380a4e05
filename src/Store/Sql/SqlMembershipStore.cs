using System.Data.Common;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlMembershipStore(StoreDatabase database) : IMembershipStore
{
    private static readonly MembershipTable NoTable = new(new MembershipTableVersion(0, ""), []);

    public Task CreateAsync(string cluster, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            session => session.ExecuteAsync(MembershipStatements.CreateTable, ("@cluster", cluster), ("@new", NewETag())),
            cancellationToken);

    public async Task<MembershipTable> ReadAsync(string cluster, string? silo = null, CancellationToken cancellationToken = default)
    {
        var rows = await database.ReadAsync(
            session => silo is null
                ? session.AllAsync(MembershipStatements.ReadAll, Read, ("@cluster", cluster))
                : session.AllAsync(MembershipStatements.ReadRow, Read, ("@cluster", cluster), ("@silo", silo)),
            cancellationToken);
        return rows is [var (version, _), ..] ? new MembershipTable(version, [.. rows.Select(row => row.Member).OfType<StoredMember>()]) : NoTable;
    }

    public Task<bool> InsertAsync(string cluster, Member member, MembershipTableVersion next, CancellationToken cancellationToken = default) =>
        ChangeAsync(cluster, next, session => InsertAsync(session, cluster, member), cancellationToken);

    public Task<bool> UpdateAsync(
        string cluster, Member member, string etag, MembershipTableVersion next, CancellationToken cancellationToken = default) =>
        ChangeAsync(cluster, next, session => UpdateAsync(session, cluster, member, etag), cancellationToken);

    public Task TouchAsync(string cluster, string silo, DateTimeOffset aliveAt, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                MembershipStatements.Touch, ("@cluster", cluster), ("@silo", silo), ("@alive", aliveAt.UtcTicks)),
            cancellationToken);

    public Task<int> DeleteDefunctAsync(
        string cluster, string keep, DateTimeOffset before, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                MembershipStatements.DeleteDefunct, ("@cluster", cluster), ("@keep", keep), ("@before", before.UtcTicks)),
            cancellationToken);

    public Task DeleteAsync(string cluster, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            session => session.ExecuteAsync(MembershipStatements.DeleteTable, ("@cluster", cluster)), cancellationToken);

    /// <summary>Changes a row of the version that was read, and moves the version.</summary>
    private Task<bool> ChangeAsync(
        string cluster, MembershipTableVersion next, Func<SqlSession, Task<int>> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var changed = await session.ExistsAsync(MembershipStatements.CheckTable, ("@cluster", cluster), ("@etag", next.ETag))
                    && await change(session) == 1;
                if (changed)
                {
                    await session.ExecuteAsync(
                        MembershipStatements.MoveTable, ("@cluster", cluster), ("@version", next.Number), ("@new", NewETag()));
                }

                return changed;
            },
            cancellationToken);

    private static Task<int> InsertAsync(SqlSession session, string cluster, Member member) => session.ExecuteAsync(
        MembershipStatements.InsertRow,
        ("@cluster", cluster),
        ("@silo", member.Silo),
        ("@status", member.Status),
        ("@started", member.StartedAt.UtcTicks),
        ("@alive", member.AliveAt.UtcTicks),
        ("@details", member.Details),
        ("@new", NewETag()));

    private static Task<int> UpdateAsync(SqlSession session, string cluster, Member member, string etag) => session.ExecuteAsync(
        MembershipStatements.UpdateRow,
        ("@status", member.Status),
        ("@started", member.StartedAt.UtcTicks),
        ("@alive", member.AliveAt.UtcTicks),
        ("@details", member.Details),
        ("@new", NewETag()),
        ("@cluster", cluster),
        ("@silo", member.Silo),
        ("@etag", etag));

    private static (MembershipTableVersion Version, StoredMember? Member) Read(DbDataReader row) => (
        new MembershipTableVersion(row.GetInt32(0), row.GetString(1)),
        row.IsDBNull(2)
            ? null
            : new StoredMember(
                new Member(row.GetString(2), row.GetString(3), UtcTicks.Read(row, 4), UtcTicks.Read(row, 5), row.GetString(6)),
                row.GetString(7)));

    // Never used twice, so a table or a row that was deleted and made anew cannot be taken for the old one.
    private static string NewETag() => Guid.NewGuid().ToString("N");
}
