using System.Diagnostics.Metrics;
using Orleans.Runtime;

namespace Orleans.Telemetry;

/// <summary>Counts calls, and how long callers waited, in buckets.</summary>
internal sealed class RequestInstruments
{
    private static readonly long[] BucketsMs = [1, 2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1_000, 1_500, 2_000, 5_000, 10_000, 15_000];

    private readonly long[] _counts = new long[BucketsMs.Length + 1];
    private readonly Counter<long> _timedOut;
    private readonly Counter<long> _cancelled;
    private long _count;
    private long _sum;

    public RequestInstruments(OrleansMeter orleans)
    {
        var meter = orleans.Meter;
        _timedOut = meter.CreateCounter<long>("orleans-app-requests-timedout");
        _cancelled = meter.CreateCounter<long>("orleans-app-requests-canceled");
        meter.CreateObservableCounter("orleans-app-requests-latency-bucket", Buckets);
        meter.CreateObservableCounter("orleans-app-requests-latency-count", () => Volatile.Read(ref _count));
        meter.CreateObservableCounter("orleans-app-requests-latency-sum", () => Volatile.Read(ref _sum));
    }

    public void OnEnded(TimeSpan duration)
    {
        var ms = (long)duration.TotalMilliseconds;
        var bucket = Array.FindIndex(BucketsMs, limit => ms < limit);
        Interlocked.Increment(ref _counts[bucket < 0 ? BucketsMs.Length : bucket]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _sum, ms);
    }

    public void OnTimedOut(GrainType type) => _timedOut.Add(1, OrleansMeter.Tag("grain_type", type.ToString()));

    public void OnCancelled(GrainType type) => _cancelled.Add(1, OrleansMeter.Tag("grain_type", type.ToString()));

    private IEnumerable<Measurement<long>> Buckets()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            var limit = i < BucketsMs.Length ? $"{BucketsMs[i]}ms" : "+Inf";
            yield return new(Volatile.Read(ref _counts[i]), OrleansMeter.Tag("duration", limit));
        }
    }
}
