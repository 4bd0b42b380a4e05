using System.Buffers;
using System.Diagnostics;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Runs one version for one request at a time; requests that come meanwhile share the next run, whose rows are computed as one batch. For a
/// network with wide layers, whose weights are then read once for all, this takes a fraction of the time. Nobody waits for others to come.
/// </summary>
public sealed class SharedRuns(ServedModel model)
{
    /// <summary>Most rows of one shared run: few enough that it takes little longer than the wait for it.</summary>
    public const int MostRows = 256;

    private readonly Lock _gate = new();
    private readonly Queue<SharedRun> _waiting = new();
    private SharedRun? _last;
    private bool _busy;

    /// <summary>Takes the right to run the version alone; false when somebody has it. Followed by <see cref="Next"/> when true.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            return !_busy && (_busy = true);
        }
    }

    /// <summary>Joins those who wait.</summary>
    /// <returns>A run that the caller is to see to, with <see cref="Execute"/> and <see cref="Next"/>; null when somebody else will.</returns>
    public SharedRun? Join(SharedSeat seat)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || _last!.Rows + seat.Rows > MostRows)
            {
                _waiting.Enqueue(_last = new SharedRun());
            }

            _last.Add(seat);
            return _busy ? null : Take();
        }
    }

    /// <summary>Gives the right to run back.</summary>
    /// <returns>A run that waits for it and that the caller is to see to; null when there is none.</returns>
    public SharedRun? Next()
    {
        lock (_gate)
        {
            return Take();
        }
    }

    /// <summary>Waits for the values of a seat. Once its run has begun they come, whatever is cancelled.</summary>
    public async Task WaitAsync(SharedSeat seat, CancellationToken cancellationToken)
    {
        using var leaving = cancellationToken.UnsafeRegister((_, token) => Leave(seat, token), null);
        await seat.Done;
    }

    /// <summary>Computes a run for all who are seated by now.</summary>
    public void Execute(SharedRun run)
    {
        Begin(run);
        if (run.Rows == 0)
        {
            return;
        }

        try
        {
            Predict(run.Seats, run.Rows);
            run.Seats.ForEach(seat => seat.End(null));
        }
#pragma warning disable CA1031 // Whatever it was, each of those who wait is to hear of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.Seats.ForEach(seat => seat.End(exception));
        }
    }

    private SharedRun? Take()
    {
        _busy = _waiting.Count > 0;
        return _busy ? _waiting.Peek() : null;
    }

    private void Begin(SharedRun run)
    {
        lock (_gate)
        {
            run.HasBegun = true;
            _waiting.Dequeue();
        }

        var now = Stopwatch.GetTimestamp();
        run.Seats.ForEach(seat => seat.Begin(now, first: seat == run.Seats[0]));
    }

    private void Leave(SharedSeat seat, CancellationToken token)
    {
        lock (_gate)
        {
            if (seat.Run!.TryRemove(seat))
            {
                seat.Cancel(token);
            }
        }
    }

    private void Predict(List<SharedSeat> seats, int rows)
    {
        var x = ArrayPool<float>.Shared.Rent(rows * model.Features);
        var y = ArrayPool<float>.Shared.Rent(rows * model.Targets);
        try
        {
            Gather(seats, x);
            model.Predict(x, y, rows);
            Scatter(y, seats);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(x);
            ArrayPool<float>.Shared.Return(y);
        }
    }

    private void Gather(List<SharedSeat> seats, Span<float> x)
    {
        foreach (var seat in seats)
        {
            var count = seat.Rows * model.Features;
            seat.X.Span[..count].CopyTo(x);
            x = x[count..];
        }
    }

    private void Scatter(ReadOnlySpan<float> y, List<SharedSeat> seats)
    {
        foreach (var seat in seats)
        {
            var count = seat.Rows * model.Targets;
            y[..count].CopyTo(seat.Y.Span);
            y = y[count..];
        }
    }
}
