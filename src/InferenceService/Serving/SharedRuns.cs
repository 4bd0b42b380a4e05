using System.Buffers;
using System.Diagnostics;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Lets requests of one version that wait for a place to run share the next one: their rows are computed as one batch. For a network with
/// wide layers, whose weights are then read once for all, this takes a fraction of the time. Nobody waits for others to come.
/// </summary>
public sealed class SharedRuns(ServedModel model)
{
    /// <summary>Most rows of one shared run: few enough that it takes little longer than the wait for it.</summary>
    public const int MostRows = 256;

    private readonly Lock _gate = new();
    private SharedRun? _open;

    /// <summary>Joins those who wait.</summary>
    /// <returns>A new run that the caller is to see to; null when somebody else does for the one that was joined.</returns>
    public SharedRun? Join(SharedSeat seat)
    {
        lock (_gate)
        {
            if (_open is { } open && open.Rows + seat.Rows <= MostRows)
            {
                open.Add(seat);
                return null;
            }

            _open = new SharedRun();
            _open.Add(seat);
            return _open;
        }
    }

    /// <summary>Waits for the values of a seat. Once its run has begun they come, whatever is cancelled.</summary>
    public async Task WaitAsync(SharedSeat seat, CancellationToken cancellationToken)
    {
        using var leaving = cancellationToken.UnsafeRegister((_, token) => Leave(seat, token), null);
        await seat.Done;
    }

    /// <summary>Computes a run for all who are seated by now; the caller has a place.</summary>
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

    private void Begin(SharedRun run)
    {
        lock (_gate)
        {
            run.HasBegun = true;
            _open = _open == run ? null : _open;
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
