using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Meter and activity source of the service. No instrument is tagged with the model: there may be thousands, and
/// exporters keep at most 2,000 sets of tags; traces and logs carry the name.
/// </summary>
public sealed class InferenceMetrics
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Distributed.Inference";

    /// <summary>Spans of work that a request only sometimes needs.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _loadDuration;
    private readonly Counter<long> _rows;
    private readonly UpDownCounter<int> _sessions;
    private readonly UpDownCounter<long> _sessionBytes;
    private readonly UpDownCounter<int> _loadsWaiting;
    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _shadows;

    /// <summary>Creates the instruments.</summary>
    public InferenceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _requestDuration = meter.CreateHistogram<double>(
            "inference.request.duration", "s", "Time from an inference request's first byte read to its answer written, by status.");
        _loadDuration = meter.CreateHistogram<double>(
            "inference.load.duration", "s", "Time to read, create and prove one version, by outcome.");
        _rows = meter.CreateCounter<long>("inference.rows", "{row}", "Rows predicted.");
        _sessions = meter.CreateUpDownCounter<int>("inference.sessions", "{session}", "Native sessions that exist.");
        _sessionBytes = meter.CreateUpDownCounter<long>("inference.session.bytes", "By", "Estimated memory of the sessions that are kept.");
        _loadsWaiting = meter.CreateUpDownCounter<int>("inference.loads.waiting", "{load}", "Loads that wait for others to end.");
        _hits = meter.CreateCounter<long>("inference.cache.hits", "{request}", "Requests that found their version loaded.");
        _misses = meter.CreateCounter<long>("inference.cache.misses", "{request}", "Requests that had to wait for a load.");
        _evictions = meter.CreateCounter<long>("inference.cache.evictions", "{session}", "Sessions that left to make room.");
        _shadows = meter.CreateCounter<long>("inference.shadow.requests", "{request}", "Requests mirrored to shadows, by outcome.");
    }

    internal void Request(int status, int rows, TimeSpan duration)
    {
        // The tag's value goes to the heap; nobody listening is the usual case.
        if (_requestDuration.Enabled)
        {
            _requestDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("status", status));
        }

        if (status == StatusCodes.Status200OK)
        {
            _rows.Add(rows);
        }
    }

    internal void Load(LoadOutcome outcome, TimeSpan duration) => _loadDuration.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome.Refusal is null ? "loaded" : "refused"));

    internal void LoadWaits(int change) => _loadsWaiting.Add(change);

    internal void Hit() => _hits.Add(1);

    internal void Miss() => _misses.Add(1);

    internal void Evicted() => _evictions.Add(1);

    internal void SessionBytes(long change) => _sessionBytes.Add(change);

    internal void Shadow(string outcome) => _shadows.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void SessionCreated() => _sessions.Add(1);

    internal void SessionFreed() => _sessions.Add(-1);
}
