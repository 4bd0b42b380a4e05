using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Runs models for requests, so many at one time. Where no place is free, those who wait for a model that gains by it share the next one.
/// </summary>
public sealed class RunPlaces(RequestGate gate)
{
    // So that a large batch can be given up between its parts; the rows of a model do not depend on each other.
    private const int RowsPerRun = 8_192;

    /// <summary>Fills the inference's values.</summary>
    /// <exception cref="OperationCanceledException">The request may wait no longer.</exception>
    public ValueTask PredictAsync(ModelLease lease, Inference inference)
    {
        if (inference.RowsAsked > RowsPerRun)
        {
            return new(PredictLargeAsync(lease, inference));
        }

        if (gate.TryEnter())
        {
            PredictAndExit(lease, inference);
            return ValueTask.CompletedTask;
        }

        inference.Arm();
        return new(lease.Model.SharedRuns is { } shared && inference.RowsAsked is > 0 and <= SharedRuns.MostRows
            ? ShareAsync(shared, lease, inference)
            : WaitAsync(lease, inference));
    }

    // Elsewhere than on the thread that reads the connection, which is the one to notice that the caller is gone.
    private async Task PredictLargeAsync(ModelLease lease, Inference inference)
    {
        inference.Arm();
        await Task.Yield();
        await WaitAsync(lease, inference);
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
            Predict(lease, inference);
            inference.Clock.Ran(lease.Statistics);
        }
        finally
        {
            gate.Exit();
        }
    }

    private static void Predict(ModelLease lease, Inference inference)
    {
        var (x, rows) = (inference.X, inference.RowsAsked);
        var y = inference.Reserve(lease.Model, rows);
        for (var row = 0; row < rows; row += RowsPerRun)
        {
            inference.Token.ThrowIfCancellationRequested();
            lease.Predict(x[(row * lease.Model.Features)..], y[(row * lease.Model.Targets)..], Math.Min(RowsPerRun, rows - row));
        }
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
        inference.Clock.Ran(lease.Statistics, counts: seat.IsFirst);
        lease.Mirror(x, y, rows);
    }

    /// <summary>The run belongs to all who are in it, so no one's cancellation ends it.</summary>
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
        }
    }
}
