using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>Runs models for requests, so many at one time, and those that gain by it for several requests at once.</summary>
public sealed class RunPlaces(RequestGate gate)
{
    // So that a large batch can be given up between its parts; the rows of a model do not depend on each other.
    private const int RowsPerRun = 8_192;

    /// <summary>Fills the inference's values.</summary>
    /// <exception cref="OperationCanceledException">The request may wait no longer.</exception>
    public ValueTask PredictAsync(ModelLease lease, Inference inference)
    {
        var shared = inference.RowsAsked is > 0 and <= SharedRuns.MostRows ? lease.Model.SharedRuns : null;
        if (TryPredict(shared, lease, inference))
        {
            return ValueTask.CompletedTask;
        }

        inference.Arm();
        return new(shared is null ? WaitAsync(lease, inference) : ShareAsync(shared, lease, inference));
    }

    private bool TryPredict(SharedRuns? shared, ModelLease lease, Inference inference)
    {
        if (!gate.TryEnter())
        {
            return false;
        }

        if (shared?.TryBegin() == false)
        {
            gate.Exit();
            return false;
        }

        try
        {
            PredictAndExit(lease, inference);
        }
        finally
        {
            GoOn(shared);
        }

        return true;
    }

    private async Task WaitAsync(ModelLease lease, Inference inference)
    {
        await gate.EnterAsync(inference.Token);
        PredictAndExit(lease, inference);
    }

    private void PredictAndExit(ModelLease lease, Inference inference)
    {
        try
        {
            inference.Clock.Waited();
            var runs = Predict(lease, inference);
            inference.Clock.Ran(lease.Statistics, runs);
        }
        finally
        {
            gate.Exit();
        }
    }

    private static int Predict(ModelLease lease, Inference inference)
    {
        var (x, rows) = (inference.X, inference.RowsAsked);
        var y = inference.Reserve(lease.Model, rows);
        if (rows > RowsPerRun)
        {
            inference.Arm();
        }

        for (var row = 0; row < rows; row += RowsPerRun)
        {
            inference.Token.ThrowIfCancellationRequested();
            lease.Model.Predict(x[(row * lease.Model.Features)..], y[(row * lease.Model.Targets)..], Math.Min(RowsPerRun, rows - row));
        }

        lease.Mirror(x, y, rows);
        return (rows + RowsPerRun - 1) / RowsPerRun;
    }

    private async Task ShareAsync(SharedRuns shared, ModelLease lease, Inference inference)
    {
        var (x, rows) = (inference.X, inference.RowsAsked);
        var y = inference.Reserve(lease.Model, rows);
        var seat = new SharedSeat(x, y, rows);
        if (shared.Join(seat) is { } run)
        {
            _ = ExecuteAsync(shared, run);
        }

        await shared.WaitAsync(seat, inference.Token);
        inference.Clock.Waited(seat.Began);
        inference.Clock.Ran(lease.Statistics, seat.IsFirst ? 1 : 0);
        lease.Mirror(x, y, rows);
    }

    /// <summary>The next run belongs to others, for whom nobody's answer is to wait.</summary>
    private void GoOn(SharedRuns? shared)
    {
        if (shared?.Next() is { } run)
        {
            _ = Task.Run(() => ExecuteAsync(shared, run));
        }
    }

    /// <summary>A run belongs to all who are in it, so no one's cancellation ends it.</summary>
    private async Task ExecuteAsync(SharedRuns shared, SharedRun run)
    {
        await gate.EnterAsync(CancellationToken.None);
        try
        {
            shared.Execute(run);
        }
        finally
        {
            gate.Exit();
            GoOn(shared);
        }
    }
}
