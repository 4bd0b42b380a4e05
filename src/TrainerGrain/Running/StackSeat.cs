using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Running;

/// <summary>A session's seat among those of its shape that are in training.</summary>
internal sealed class StackSeat : IDisposable
{
    private readonly ShapeSteps _steps;
    private TaskCompletionSource<float[]>? _step;
    private bool _left;

    public StackSeat(ShapeSteps steps, ITrainingSession session, RunSource source)
    {
        (_steps, Session, Source) = (steps, session, source);
        Node = new LinkedListNode<StackSeat>(this);
    }

    public ITrainingSession Session { get; }

    public RunSource Source { get; }

    /// <summary>In the list of those who wait, while it waits for its step.</summary>
    public LinkedListNode<StackSeat> Node { get; }

    public bool Waits => Node.List is not null;

    /// <summary>Its turn on the threads, while it waits.</summary>
    public FairWork.Piece? Turn { get; set; }

    /// <summary>Whether it wants no more steps.</summary>
    public bool IsStopped { get; set; }

    /// <summary>
    /// Trains the session one step, in the company of others that wait; the losses as of <see cref="ITrainingSession.Step"/>, or none when
    /// it was stopped before its turn came. Not to be called again before it is done.
    /// </summary>
    public Task<float[]> StepAsync()
    {
        _step = new TaskCompletionSource<float[]>();
        _steps.Request(this);
        return _step.Task;
    }

    /// <summary>Wants no more steps: a step that waits for its turn ends without losses, and so does each to come.</summary>
    public void Stop() => _steps.Stop(this);

    /// <summary>Ends a step. Who awaits it goes on on this thread.</summary>
    public void End(float[] losses) => _step!.SetResult(losses);

    public void Fail(Exception exception) => _step!.SetException(exception);

    /// <summary>Leaves; there will be no more steps.</summary>
    public void Dispose()
    {
        if (!_left)
        {
            _left = true;
            _steps.Leave();
        }
    }
}
