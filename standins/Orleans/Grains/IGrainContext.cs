using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>An activation: one living instance of a grain with its queue of requests.</summary>
public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
{
    /// <summary>A reference to this grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>The instance of the grain class, once created.</summary>
    object? GrainInstance { get; }

    /// <summary>Identifies this activation among all of the grain's activations.</summary>
    ActivationId ActivationId { get; }

    /// <summary>Where this activation lives.</summary>
    GrainAddress Address { get; }

    /// <summary>Services scoped to this activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>The stages that this activation passes while it starts and stops.</summary>
    IGrainLifecycle ObservableLifecycle { get; }

    /// <summary>Runs work in turns of this activation.</summary>
    IWorkItemScheduler Scheduler { get; }

    /// <summary>Completes when this activation has stopped.</summary>
    Task Deactivated { get; }

    /// <summary>Sets or, with null, removes a component.</summary>
    void SetComponent<TComponent>(TComponent? value) where TComponent : class;

    /// <summary>Queues a message for this activation.</summary>
    void ReceiveMessage(object message);

    /// <summary>Starts this activation.</summary>
    void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);

    /// <summary>Stops this activation after the requests that are running now.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

/// <summary>Gives the activation that the current code runs in.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The current activation.</summary>
    IGrainContext GrainContext { get; }
}

/// <summary>Queues work that runs one piece after the other.</summary>
public interface IWorkItemScheduler
{
    /// <summary>Queues <paramref name="action"/>.</summary>
    void QueueAction(Action action);

    /// <summary>Queues <paramref name="task"/>, which must not have been started.</summary>
    void QueueTask(Task task);
}

/// <summary>The stages of an activation.</summary>
public interface IGrainLifecycle : ILifecycleObservable;

/// <summary>Stages of <see cref="IGrainLifecycle"/>.</summary>
public static class GrainLifecycleStage
{
    /// <summary>The first stage.</summary>
    public const int First = int.MinValue;

    /// <summary>State is read.</summary>
    public const int SetupState = 1000;

    /// <summary>The grain is activated.</summary>
    public const int Activate = 2000;

    /// <summary>The last stage.</summary>
    public const int Last = int.MaxValue;
}
