using System.Collections.Concurrent;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>An engine that trains epoch by epoch, too slowly to come to an end, until a test says how an experiment is to end.</summary>
internal sealed class PacedEngine : ITrainingEngine
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _orders = new();
    private readonly ConcurrentDictionary<string, bool> _faulty = new();
    private int _sessions;

    public string Name => "paced 1";

    /// <summary>How many sessions were set up.</summary>
    public int Sessions => _sessions;

    /// <summary>Trains all that is left at once.</summary>
    public void Finish(string experiment) => OrdersOf(experiment).Release();

    /// <summary>Throws out of the next step.</summary>
    public void Fail(string experiment)
    {
        _faulty[experiment] = true;
        OrdersOf(experiment).Release();
    }

    public ITrainingSession SetUp(ExperimentSpec spec, DataSet data)
    {
        Interlocked.Increment(ref _sessions);
        return new Session(this, spec, data);
    }

    public IStackedSession CreateStack(StackShape shape) => new PlainStack(shape);

    private SemaphoreSlim OrdersOf(string experiment) => _orders.GetOrAdd(experiment, _ => new SemaphoreSlim(0));

    private sealed class Session(PacedEngine engine, ExperimentSpec spec, DataSet data) : CountingSession(spec, data)
    {
        public override float[] Step(int epochs)
        {
            var ordered = engine.OrdersOf(Spec.Id).Wait(Pace);
            if (ordered && engine._faulty.TryRemove(Spec.Id, out _))
            {
                throw new InvalidOperationException("out of tensors");
            }

            return Advance(ordered ? Spec.Epochs - Epoch : 1);
        }
    }
}
