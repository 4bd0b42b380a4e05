using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Running;

/// <summary>Trains all sessions of a silo, step by step, those of one shape in stacks.</summary>
public sealed class StackedSteps(ITrainingEngine engine, ComputeThreads threads, IOptions<RunnerOptions> options, TimeProvider clock)
{
    // A stack's tensors, and what an epoch makes of them on the way, fit the memory of any machine; larger ones are no faster.
    private const long MaxNumbers = 1 << 23;

    private readonly Lock _gate = new();
    private readonly Dictionary<StackShape, ShapeSteps> _shapes = [];
    private int _seats;
    private int _stepping;

    internal ITrainingEngine Engine => engine;

    internal ComputeThreads Threads => threads;

    internal TimeProvider Clock => clock;

    /// <summary>How many sessions are in training.</summary>
    internal int Seats => Volatile.Read(ref _seats);

    internal TimeSpan StepTime => options.Value.StepTime;

    /// <summary>Time between two checkpoints of a run: the more that train, the longer, once they are more than may be saved in a second.</summary>
    internal TimeSpan CheckpointInterval
    {
        get
        {
            var seconds = (double)Seats / options.Value.CheckpointsPerSecond;
            var interval = options.Value.CheckpointInterval;
            return seconds > Math.Max(1, interval.TotalSeconds) ? TimeSpan.FromSeconds(seconds) : interval;
        }
    }

    /// <summary>Threads that could take a part of what waits: all that are not in a step.</summary>
    internal int FreeThreads => Math.Max(1, threads.Count - Volatile.Read(ref _stepping));

    /// <summary>A seat among the sessions of its shape, for as long as it trains.</summary>
    internal StackSeat Enter(ITrainingSession session, RunSource source)
    {
        lock (_gate)
        {
            if (!_shapes.TryGetValue(session.Shape, out var steps))
            {
                _shapes.Add(session.Shape, steps = new ShapeSteps(session.Shape, this));
            }

            steps.Seats++;
            _seats++;
            return new StackSeat(steps, session, source);
        }
    }

    internal void Leave(ShapeSteps steps)
    {
        lock (_gate)
        {
            _seats--;
            if (--steps.Seats == 0)
            {
                _shapes.Remove(steps.Shape);
            }
        }
    }

    /// <summary>Most members that a stack of a shape may have.</summary>
    internal int MaxMembersOf(StackShape shape) => (int)Math.Clamp(MaxNumbers / shape.Size, 1, options.Value.StackSize);

    internal void BeginStep() => Interlocked.Increment(ref _stepping);

    internal void EndStep() => Interlocked.Decrement(ref _stepping);
}
