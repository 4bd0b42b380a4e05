using System.Diagnostics;

namespace Distributed.InferenceService.Serving;

/// <summary>A run that waits for its place, and those who are in it; kept by <see cref="SharedRuns"/>.</summary>
public sealed class SharedRun
{
    internal List<SharedSeat> Seats { get; } = [];

    internal int Rows { get; private set; }

    internal bool HasBegun { get; set; }

    internal void Add(SharedSeat seat)
    {
        Seats.Add(seat);
        seat.Run = this;
        Rows += seat.Rows;
    }

    /// <summary>False when it is too late.</summary>
    internal bool TryRemove(SharedSeat seat)
    {
        if (HasBegun || !Seats.Remove(seat))
        {
            return false;
        }

        Rows -= seat.Rows;
        return true;
    }
}

/// <summary>One request's rows in a <see cref="SharedRun"/>.</summary>
/// <param name="x">Inputs, [rows][features]; may be longer than needed.</param>
/// <param name="y">Takes the outputs, [rows][targets]; may be longer than needed.</param>
/// <param name="rows">Number of rows; at least 1.</param>
public sealed class SharedSeat(ReadOnlyMemory<float> x, Memory<float> y, int rows)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When its run began, as a <see cref="Stopwatch"/> time stamp.</summary>
    public long Began { get; private set; }

    /// <summary>True for one seat of each run, by which runs are counted.</summary>
    public bool IsFirst { get; private set; }

    internal ReadOnlyMemory<float> X => x;

    internal Memory<float> Y => y;

    internal int Rows => rows;

    internal SharedRun? Run { get; set; }

    internal Task Done => _done.Task;

    internal void Begin(long now, bool first) => (Began, IsFirst) = (now, first);

    internal void End(Exception? fault) => _ = fault is null ? _done.TrySetResult() : _done.TrySetException(fault);

    internal void Cancel(CancellationToken token) => _done.TrySetCanceled(token);
}
