using System.Collections.Concurrent;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>An engine whose every epoch waits for the test: a step trains one epoch, once the test has released it.</summary>
internal sealed class GatedEngine : ITrainingEngine
{
    private readonly ConcurrentDictionary<string, Gate> _gates = new();

    public string Name => "gated 1";

    /// <summary>Thrown out of the next step of this experiment, when set.</summary>
    public ConcurrentDictionary<string, Exception> Faults { get; } = new();

    /// <summary>The epoch, counted from 1, whose loss is NaN.</summary>
    public ConcurrentDictionary<string, int> Diverging { get; } = new();

    /// <summary>The loss of an epoch, counted from 1.</summary>
    public static float LossOf(int epoch) => CountingSession.LossOf(epoch);

    /// <summary>Lets an experiment train this many more epochs.</summary>
    public void Release(string experiment, int epochs) => GateOf(experiment).Permits.Release(epochs);

    /// <summary>Completes when the experiment's next step has begun and waits.</summary>
    public Task StepEntered(string experiment) => GateOf(experiment).Entered.WaitAsync().WaitAsync(Patience.Limit);

    /// <summary>Lets whatever is done need steps to end, as many as it takes.</summary>
    public async Task ReleaseUntilAsync(Task done, string experiment)
    {
        while (!done.IsCompleted)
        {
            Release(experiment, 1);
            await Task.WhenAny(done, StepEntered(experiment));
        }
    }

    /// <summary>Epochs that this engine has trained of an experiment.</summary>
    public int EpochsTrained(string experiment) => GateOf(experiment).Trained;

    public ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => new Session(this, spec, data);

    public IStackedSession CreateStack(StackShape shape) => new PlainStack(shape);

    private Gate GateOf(string experiment) => _gates.GetOrAdd(experiment, _ => new Gate());

    private sealed class Gate
    {
        public SemaphoreSlim Permits { get; } = new(0);

        public SemaphoreSlim Entered { get; } = new(0);

        public int Trained { get; set; }
    }

    private sealed class Session(GatedEngine engine, ExperimentSpec spec, DataSet data) : CountingSession(spec, data)
    {
        public override float[] Step(int epochs)
        {
            var gate = engine.GateOf(Spec.Id);
            gate.Entered.Release();
            if (!gate.Permits.Wait(Patience.Limit))
            {
                throw new TimeoutException($"The test did not release '{Spec.Id}' within {Patience.Limit}.");
            }

            if (engine.Faults.TryRemove(Spec.Id, out var fault))
            {
                throw fault;
            }

            gate.Trained++;
            var losses = Advance(1);
            return engine.Diverging.TryGetValue(Spec.Id, out var epoch) && epoch == Epoch ? [float.NaN] : losses;
        }
    }
}
