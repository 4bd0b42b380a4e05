namespace Distributed.Store.Sql;

/// <summary>Keeps runs from changing anything that their grain has given up or another owner has taken over.</summary>
internal static class Fencing
{
    /// <summary>Whether the run is still the grain's present one; until the end of a transaction it then stays so.</summary>
    public static Task<bool> HoldsAsync(this SqlSession session, GrainFence fence) => session.ExistsAsync(
        Statements.CheckFence, ("@kind", fence.GrainKind), ("@key", fence.Key), ("@etag", fence.ETag));
}
