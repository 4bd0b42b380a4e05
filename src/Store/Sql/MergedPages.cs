namespace Distributed.Store.Sql;

/// <summary>A page made of pages, each in the order of acceptance and none longer than the limit.</summary>
internal static class MergedPages
{
    public static string Select(IEnumerable<string> pages) =>
        string.Join(" UNION ALL ", pages.Select((page, i) => $"SELECT * FROM ({page}) AS part{i}")) + " ORDER BY sequence LIMIT @limit";
}
