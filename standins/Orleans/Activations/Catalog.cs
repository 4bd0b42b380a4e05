using System.Collections.Concurrent;
using Orleans.Dispatch;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>The activations of a silo, made when the first message for a grain arrives.</summary>
internal sealed class Catalog(ActivationRuntime runtime, GrainClasses classes)
{
    private static readonly DeactivationReason Terminating = new(DeactivationReasonCode.ShuttingDown, "This process is terminating.");

    private readonly ConcurrentDictionary<GrainId, IActivationTarget> _targets = new();
    private int _count;
    private volatile bool _isStopping;

    /// <summary>The application's activations.</summary>
    public IEnumerable<Activation> Activations => _targets.Values.SelectMany(t => t.Activations).Where(a => !a.Class.IsSystem);

    /// <summary>The number of the application's grains that are active.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether no grains are activated any more.</summary>
    public bool IsStopping => _isStopping;

    public IGrainContext? Find(GrainId grainId) => _targets.GetValueOrDefault(grainId)?.Activations.FirstOrDefault();

    /// <summary>Gives a message to an activation that is here; false when there is none.</summary>
    public bool TryDeliver(Message message, SiloAddress local)
    {
        if (!_targets.TryGetValue(message.TargetGrain, out var target))
        {
            return false;
        }

        message.TargetSilo = local;
        if (target.TryReceive(message))
        {
            return true;
        }

        message.TargetSilo = null;
        return false;
    }

    /// <summary>Gives a message to its activation, which is made if it has to be.</summary>
    public void Deliver(Message message)
    {
        while (!(Target(message) is not { } target || target.TryReceive(message)))
        {
            // The activation has stopped in between and left the catalog: make another.
        }
    }

    /// <summary>Stops what was idle for <paramref name="age"/>, or for its class's own age when null.</summary>
    public async Task CollectAsync(TimeSpan? age)
    {
        var idle = Activations
            .Where(a => a.Class.CollectionAge != Timeout.InfiniteTimeSpan && a.IsIdleFor(age ?? a.Class.CollectionAge))
            .ToArray();
        foreach (var activation in idle)
        {
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "This activation has become idle."));
        }

        runtime.Instruments.OnCollection();
        await Task.WhenAll(idle.Select(a => a.Deactivated));
    }

    /// <summary>Stops all activations of the application and starts none any more.</summary>
    public Task StopAsync(CancellationToken token)
    {
        _isStopping = true;
        var all = Activations.ToArray();
        foreach (var activation in all)
        {
            activation.Deactivate(Terminating, token);
        }

        return Task.WhenAll(all.Select(a => a.Deactivated)).WaitAsync(token);
    }

    /// <summary>Ends all activations as a process that has died: none is told.</summary>
    public void Crash()
    {
        _isStopping = true;
        foreach (var activation in _targets.Values.SelectMany(t => t.Activations))
        {
            activation.Crash();
        }
    }

    private IActivationTarget? Target(Message message)
    {
        if (_targets.TryGetValue(message.TargetGrain, out var target))
        {
            return target;
        }

        // Nothing to cancel where nothing runs.
        return message.Body is CancellationRequest ? null : Add(message);
    }

    private IActivationTarget? Add(Message message)
    {
        var grainClass = classes.Of(message.TargetGrain.Type);
        if (_isStopping && !grainClass.IsSystem)
        {
            runtime.Messages.Forward(message);
            return null;
        }

        var made = Make(message, grainClass);
        var target = _targets.GetOrAdd(message.TargetGrain, made);
        if (ReferenceEquals(target, made))
        {
            Interlocked.Add(ref _count, grainClass.IsSystem ? 0 : 1);
            if (made is Activation activation)
            {
                Start(activation, message);
            }
        }

        return target;
    }

    private IActivationTarget Make(Message message, GrainClass grainClass) => grainClass.MaxLocalWorkers is { } max
        ? new StatelessWorkerPool(max, onStopped =>
        {
            var worker = new Activation(message.TargetGrain, grainClass, runtime, onStopped);
            Start(worker, message);
            return worker;
        })
        : new Activation(message.TargetGrain, grainClass, runtime, Remove);

    private void Start(Activation activation, Message message)
    {
        runtime.Instruments.OnCreated();
        activation.Activate(message.RequestContext);
    }

    private void Remove(Activation activation)
    {
        if (_targets.TryRemove(new(activation.GrainId, activation)) && !activation.Class.IsSystem)
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
