using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// Trains stacks of one shape, on several threads at once, and keeps their tensors from one step to the next for the case that the same
/// members come again.
/// </summary>
internal sealed class StackTrainer(StackShape shape, StackedSteps all)
{
    private readonly Lock _gate = new();
    private readonly StackStepSizes _sizes = new(all.StepTime);

    // Between two steps, newest last.
    private readonly List<IStackedSession> _idle = [];

    /// <summary>Trains sessions together for about the configured step time. Should it throw, they are where they were before.</summary>
    /// <returns>Each one's losses.</returns>
    public IReadOnlyList<float[]> Step(ITrainingSession[] sessions)
    {
        var stack = Borrow(sessions);
        try
        {
            var started = all.Clock.GetTimestamp();
            var losses = stack.Step(EpochsFor(sessions.Length));
            Learn(sessions.Length, losses.Max(each => each.Length), all.Clock.GetElapsedTime(started));
            TrainerTelemetry.CountStep(sessions.Length, losses.Sum(each => (long)each.Length));
            Keep(stack);
            return losses;
        }
        catch
        {
            stack.Dispose();
            throw;
        }
    }

    /// <summary>Frees the tensors that are kept.</summary>
    public void Free()
    {
        IStackedSession[] unused;
        lock (_gate)
        {
            unused = [.. _idle];
            _idle.Clear();
        }

        Array.ForEach(unused, stack => stack.Dispose());
    }

    private int EpochsFor(int members)
    {
        lock (_gate)
        {
            return _sizes.EpochsFor(members);
        }
    }

    private void Learn(int members, int epochs, TimeSpan elapsed)
    {
        lock (_gate)
        {
            _sizes.Adapt(members, epochs, elapsed);
        }
    }

    private IStackedSession Borrow(ITrainingSession[] sessions)
    {
        lock (_gate)
        {
            if (_idle.Find(stack => stack.Members.SequenceEqual(sessions)) is { } known)
            {
                _idle.Remove(known);
                return known;
            }
        }

        var stack = all.Engine.CreateStack(shape);
        Array.ForEach(sessions, stack.Join);
        return stack;
    }

    /// <summary>More than one for each thread would not be asked for before they are out of date.</summary>
    private void Keep(IStackedSession stack)
    {
        IStackedSession? surplus = null;
        lock (_gate)
        {
            _idle.Add(stack);
            if (_idle.Count > all.Threads.Count)
            {
                surplus = _idle[0];
                _idle.RemoveAt(0);
            }
        }

        surplus?.Dispose();
    }
}
