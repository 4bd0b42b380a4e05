using System.Diagnostics;

namespace Distributed.InferenceService.Grpc;

/// <summary>Where the time of a request goes, step by step, in <see cref="Stopwatch"/> ticks.</summary>
/// <param name="started">When it began.</param>
internal struct StepTimes(long started)
{
    private readonly long _started = started;
    private long _last = started;

    /// <summary>Reading the request.</summary>
    public long Input { get; set; }

    /// <summary>Waiting for the version.</summary>
    public long Queue { get; set; }

    /// <summary>Running the model.</summary>
    public long Infer { get; set; }

    /// <summary>Everything so far.</summary>
    public readonly long Total => Stopwatch.GetTimestamp() - _started;

    /// <summary>Ends a step; returns how long it took.</summary>
    public long Lap()
    {
        var before = _last;
        _last = Stopwatch.GetTimestamp();
        return _last - before;
    }
}
