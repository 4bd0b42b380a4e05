namespace Distributed.Store.Sql;

/// <summary>The statements of <see cref="SqlMembershipStore"/>, in SQL that SQLite and PostgreSQL share.</summary>
internal static class MembershipStatements
{
    public const string CreateTable =
        """
        INSERT INTO membership_version (cluster, version, etag) VALUES (@cluster, 0, @new)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>One statement for version and rows, so that both are of one moment; one row without a silo when there are none.</summary>
    public const string ReadAll = $"{Read} WHERE v.cluster = @cluster ORDER BY m.silo";

    public const string ReadRow = $"{Read} AND m.silo = @silo WHERE v.cluster = @cluster";

    /// <summary>Finds the version only while it is the one that was read; until the commit nobody else moves it.</summary>
    public const string CheckTable = "SELECT 1 FROM membership_version WHERE cluster = @cluster AND etag = @etag";

    public const string MoveTable = "UPDATE membership_version SET version = @version, etag = @new WHERE cluster = @cluster";

    public const string InsertRow =
        """
        INSERT INTO membership (cluster, silo, status, started_at, alive_at, details, etag)
        VALUES (@cluster, @silo, @status, @started, @alive, @details, @new)
        ON CONFLICT DO NOTHING
        """;

    public const string UpdateRow =
        """
        UPDATE membership SET status = @status, started_at = @started, alive_at = @alive, details = @details, etag = @new
        WHERE cluster = @cluster AND silo = @silo AND etag = @etag
        """;

    public const string Touch = "UPDATE membership SET alive_at = @alive WHERE cluster = @cluster AND silo = @silo";

    public const string DeleteDefunct =
        "DELETE FROM membership WHERE cluster = @cluster AND status <> @keep AND started_at < @before AND alive_at < @before";

    /// <summary>Takes the rows along, by their foreign key.</summary>
    public const string DeleteTable = "DELETE FROM membership_version WHERE cluster = @cluster";

    private const string Read =
        """
        SELECT v.version, v.etag, m.silo, m.status, m.started_at, m.alive_at, m.details, m.etag
        FROM membership_version v LEFT JOIN membership m ON m.cluster = v.cluster
        """;
}
