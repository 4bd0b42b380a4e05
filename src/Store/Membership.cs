namespace Distributed.Store;

/// <summary>
/// The members of clusters: for each cluster a table of rows and the version of the whole table. Every change that matters moves the
/// version, so that two who decide on the same view cannot both succeed. What the rows mean is the cluster's business.
/// </summary>
public interface IMembershipStore
{
    /// <summary>Makes sure that the cluster has a table; without effect when it has one.</summary>
    Task CreateAsync(string cluster, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the version and all rows, or only the row of <paramref name="silo"/>, as they were at one moment.
    /// A cluster without a table reads as version 0 with an ETag that fits nothing.
    /// </summary>
    Task<MembershipTable> ReadAsync(string cluster, string? silo = null, CancellationToken cancellationToken = default);

    /// <summary>Adds a row and moves the table to the next version, both or neither.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="member">The new row.</param>
    /// <param name="next">The number of the new version, with the ETag of the version that was read.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may happen all the same.</param>
    /// <returns>False, with nothing changed, when the silo has a row or the table's ETag is another by now.</returns>
    Task<bool> InsertAsync(string cluster, Member member, MembershipTableVersion next, CancellationToken cancellationToken = default);

    /// <summary>Replaces a row as a whole and moves the table to the next version, both or neither.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="member">What the row is to be.</param>
    /// <param name="etag">The ETag of the row that was read.</param>
    /// <param name="next">The number of the new version, with the ETag of the version that was read.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may happen all the same.</param>
    /// <returns>False, with nothing changed, when the row is missing, or its ETag or the table's is another by now.</returns>
    Task<bool> UpdateAsync(string cluster, Member member, string etag, MembershipTableVersion next, CancellationToken cancellationToken = default);

    /// <summary>Sets a silo's sign of life and nothing else: no ETag is asked for, none changes. Without effect when there is no such row.</summary>
    Task TouchAsync(string cluster, string silo, DateTimeOffset aliveAt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes rows whose status is not <paramref name="keep"/> and whose start and last sign of life lie before <paramref name="before"/>.
    /// The version stays: whoever holds a view of the table loses nothing that it still needs.
    /// </summary>
    /// <returns>How many rows were deleted.</returns>
    Task<int> DeleteDefunctAsync(string cluster, string keep, DateTimeOffset before, CancellationToken cancellationToken = default);

    /// <summary>Deletes the cluster's table with all its rows.</summary>
    Task DeleteAsync(string cluster, CancellationToken cancellationToken = default);
}

/// <summary>A row of the table.</summary>
/// <param name="Silo">The silo's address; the key.</param>
/// <param name="Status">Name of its status.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="AliveAt">Its last sign of life.</param>
/// <param name="Details">Everything else, in the cluster's own words.</param>
public sealed record Member(string Silo, string Status, DateTimeOffset StartedAt, DateTimeOffset AliveAt, string Details);

/// <summary>A row and the ETag that guards it.</summary>
public sealed record StoredMember(Member Member, string ETag);

/// <summary>Version of a cluster's table.</summary>
/// <param name="Number">Grows with every change.</param>
/// <param name="ETag">Differs from every ETag before; for a new version, the one that it follows.</param>
public sealed record MembershipTableVersion(int Number, string ETag);

/// <summary>A cluster's table at one moment.</summary>
public sealed record MembershipTable(MembershipTableVersion Version, IReadOnlyList<StoredMember> Members);
