using System.Diagnostics;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// What one version has computed since the service began, whatever loading and unloading happened meanwhile. Recording takes no lock
/// and allocates nothing; each number is exact, and a snapshot taken in the middle of a record may have some of its numbers only.
/// </summary>
public sealed class VersionStatistics
{
    private long _lastInference;
    private long _inferences;
    private long _executions;
    private Total _success;
    private Total _fail;
    private Total _queue;
    private Total _input;
    private Total _infer;
    private Total _output;

    /// <summary>Counts a request that was answered with a prediction.</summary>
    /// <param name="rows">Rows predicted.</param>
    /// <param name="runs">Runs of the model that it took: several for a large batch, none when it shared the one of another request.</param>
    /// <param name="times">Where its time went.</param>
    public void RecordSuccess(int rows, int runs, in InferenceTimes times)
    {
        Volatile.Write(ref _lastInference, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Interlocked.Add(ref _inferences, rows);
        Interlocked.Add(ref _executions, runs);
        _success.Add(times.Queue + times.ComputeInput + times.ComputeInfer + times.ComputeOutput);
        _queue.Add(times.Queue);
        _input.Add(times.ComputeInput);
        _infer.Add(times.ComputeInfer);
        _output.Add(times.ComputeOutput);
    }

    /// <summary>Counts a request that had the version but got no prediction from it.</summary>
    /// <param name="duration">How long it took, in <see cref="Stopwatch"/> ticks.</param>
    public void RecordFailure(long duration) => _fail.Add(duration);

    /// <summary>The numbers now.</summary>
    public StatisticsSnapshot Snapshot() => new(
        Volatile.Read(ref _lastInference),
        Volatile.Read(ref _inferences),
        Volatile.Read(ref _executions),
        _success.Read(),
        _fail.Read(),
        _queue.Read(),
        _input.Read(),
        _infer.Read(),
        _output.Read());

    private struct Total
    {
        private long _count;
        private long _ticks;

        public void Add(long ticks)
        {
            Interlocked.Increment(ref _count);
            Interlocked.Add(ref _ticks, ticks);
        }

        public readonly DurationTotal Read() => new(
            Volatile.Read(in _count), (long)(Volatile.Read(in _ticks) * (1e9 / Stopwatch.Frequency)));
    }
}

/// <summary>Where the time of one request went, in <see cref="Stopwatch"/> ticks.</summary>
/// <param name="Queue">Waiting for the version: its load, and places to run.</param>
/// <param name="ComputeInput">Reading the request's tensors.</param>
/// <param name="ComputeInfer">Running the model.</param>
/// <param name="ComputeOutput">Writing the answer.</param>
public readonly record struct InferenceTimes(long Queue, long ComputeInput, long ComputeInfer, long ComputeOutput);

/// <summary>How often something happened, and how long it took in total.</summary>
/// <param name="Count">How often.</param>
/// <param name="Nanoseconds">How long, in nanoseconds.</param>
public readonly record struct DurationTotal(long Count, long Nanoseconds);

/// <summary>The numbers of a version, as the statistics extension of the protocol names them.</summary>
/// <param name="LastInference">When it last predicted, in milliseconds since 1970 (UTC); 0 when never.</param>
/// <param name="InferenceCount">Rows predicted.</param>
/// <param name="ExecutionCount">Runs of the model.</param>
/// <param name="Success">Requests answered.</param>
/// <param name="Fail">Requests that failed.</param>
/// <param name="Queue">Waiting for the version.</param>
/// <param name="ComputeInput">Reading tensors.</param>
/// <param name="ComputeInfer">Running the model.</param>
/// <param name="ComputeOutput">Writing answers.</param>
public sealed record StatisticsSnapshot(
    long LastInference,
    long InferenceCount,
    long ExecutionCount,
    DurationTotal Success,
    DurationTotal Fail,
    DurationTotal Queue,
    DurationTotal ComputeInput,
    DurationTotal ComputeInfer,
    DurationTotal ComputeOutput);
