namespace Distributed.Bench.Serve;

/// <summary>What a server has to bear.</summary>
/// <param name="Connections">Connections, each with at most one request under way.</param>
/// <param name="Batch">Rows of a request.</param>
/// <param name="Duration">How long requests come.</param>
/// <param name="Rate">Requests per second; null for as many as are answered.</param>
internal sealed record Workload(int Connections, int Batch, TimeSpan Duration, double? Rate = null)
{
    /// <summary>For the table.</summary>
    public string Title => (Rate is { } rate ? $"open loop, {rate:N0} requests/s" : "closed loop")
        + $", {Connections} connection{(Connections == 1 ? "" : "s")}, batch {Batch}";
}
