using Distributed.Bench.Serve.Load;

namespace Distributed.Bench.Serve;

/// <summary>What one round has shown.</summary>
/// <param name="Rate">Requests answered per second.</param>
/// <param name="Median">Of the latencies, in µs.</param>
/// <param name="P99">99 % of the latencies are at most this, in µs.</param>
/// <param name="P999">99.9 % of the latencies are at most this, in µs.</param>
/// <param name="ProcessorTime">Of the server, in µs per request.</param>
/// <param name="Allocated">Bytes per request; not a number when the server does not tell.</param>
internal sealed record Measurement(double Rate, double Median, double P99, double P999, double ProcessorTime, double Allocated)
{
    public static Measurement Of(LoadRun run, TimeSpan processorTime, double allocated)
    {
        var latencies = run.Latencies;
        return new Measurement(
            latencies.Count / run.Seconds, latencies.Quantile(0.5), latencies.Quantile(0.99), latencies.Quantile(0.999),
            processorTime.TotalMicroseconds / latencies.Count, allocated / latencies.Count);
    }
}
