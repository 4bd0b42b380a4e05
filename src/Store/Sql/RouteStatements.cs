namespace Distributed.Store.Sql;

/// <summary>The statements of <see cref="SqlRouteStore"/>, in SQL that SQLite and PostgreSQL share.</summary>
internal static class RouteStatements
{
    public const string Find = $"{Select} WHERE model = @model";

    public const string FindRevision = "SELECT revision FROM route WHERE model = @model";

    /// <summary>Misses none: revisions are given out in the order of commit.</summary>
    public const string ReadAfter = $"{Select} WHERE revision > @revision ORDER BY revision LIMIT @limit";

    public const string NextRevision = "UPDATE route_revision SET newest = newest + 1 RETURNING newest";

    public const string Upsert =
        """
        INSERT INTO route (model, revision, document) VALUES (@model, @revision, @document)
        ON CONFLICT (model) DO UPDATE SET revision = excluded.revision, document = excluded.document
        """;

    private const string Select = "SELECT model, revision, document FROM route";
}
