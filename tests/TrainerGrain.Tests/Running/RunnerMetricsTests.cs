using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;
using Distributed.TrainerGrain.Tests.Training;

namespace Distributed.TrainerGrain.Tests.Running;

/// <summary>Other tests have runners in this process, too: what is looked for are numbers that only this one's can have.</summary>
public sealed class RunnerMetricsTests : IDisposable
{
    private readonly ConcurrentBag<(string Name, int Value)> _measured = [];
    private readonly MeterListener _listener = new();

    public RunnerMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TrainerTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _measured.Add((instrument.Name, value)));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Queued_AreThoseThatWaitAndNoneThatWasStopped()
    {
        await using var runner = new RunnerInMemory(TrainingSupport.Engine, new RunnerOptions());
        var runs = Enumerable.Range(0, 54_321).Select(i => runner.Enqueue(Specs.Tutorial($"r{i}"), "sweep").Run).ToArray();
        Assert.Contains(("distributed.trainer.runs.queued", 54_321), Look());

        await Task.WhenAll(runs[..321].Select(run => run.StopAsync()));

        Assert.Contains(("distributed.trainer.runs.queued", 54_000), Look());
    }

    [Fact]
    public async Task InTrainingAndStackMembers_TellOfRuns()
    {
        // Without checkpoints in between, they all come back from every step.
        var options = new RunnerOptions { Threads = 1, RunsInTraining = 777, CheckpointInterval = TimeSpan.FromHours(1) };
        await using var runner = new RunnerInMemory(TrainingSupport.Engine, options);
        await runner.StartAsync();
        var runs = Enumerable.Range(0, 1_000).Select(i => runner.Enqueue(Specs.Tutorial($"r{i}", 10_000_000), "sweep").Run).ToArray();

        await Eventually.HoldsAsync(() => Look().Contains(("distributed.trainer.runs.training", 777)), "777 are in training");
        await Eventually.HoldsAsync(() => _measured.Contains(("distributed.trainer.stack.members", 777)), "they are one stack");
        await Task.WhenAll(runs.Select(run => run.StopAsync()));
    }

    private (string Name, int Value)[] Look()
    {
        _listener.RecordObservableInstruments();
        return [.. _measured];
    }
}
