using System.Diagnostics;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>Notes where the time of one inference goes, for the statistics of the version that answers.</summary>
internal sealed class InferenceClock
{
    private VersionStatistics? _statistics;
    private long _started;
    private long _input;
    private long _queue;
    private long _infer;
    private long _last;
    private int _runs;

    /// <summary>The request has begun.</summary>
    public void Start(long now)
    {
        _statistics = null;
        _started = _last = now;
        _input = _queue = _infer = 0;
    }

    /// <summary>The whole request is here; what comes now is reading it.</summary>
    public void Arrived() => _last = Stopwatch.GetTimestamp();

    /// <summary>What went by until now was the time of others.</summary>
    public void Resume() => _last = Stopwatch.GetTimestamp();

    /// <summary>The request is read.</summary>
    public void InputRead() => _input += Lap();

    /// <summary>Something that was waited for is there.</summary>
    public void Waited() => Waited(Stopwatch.GetTimestamp());

    /// <summary>Something that was waited for was there at that time.</summary>
    public void Waited(long until)
    {
        _queue += until - _last;
        _last = until;
    }

    /// <summary>The model has run.</summary>
    /// <param name="statistics">Those of the version.</param>
    /// <param name="runs">How often; 0 when the run was shared and another inference counts it.</param>
    public void Ran(VersionStatistics statistics, int runs)
    {
        _infer += Lap();
        _statistics = statistics;
        _runs = runs;
    }

    /// <summary>The answer is written; counts the inference as a success.</summary>
    public void Complete(int rows)
    {
        _statistics?.RecordSuccess(rows, _runs, new(_queue, _input, _infer, Lap()));
        _statistics = null;
    }

    /// <summary>Counts the inference as a failure of a version.</summary>
    public void Fail(VersionStatistics statistics) => statistics.RecordFailure(Stopwatch.GetTimestamp() - _started);

    private long Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var lap = now - _last;
        _last = now;
        return lap;
    }
}
