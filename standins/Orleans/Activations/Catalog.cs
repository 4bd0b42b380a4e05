using System.Collections.Concurrent;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>The activations of a silo, made when the first message for a grain arrives.</summary>
internal sealed class Catalog(ActivationRuntime runtime, GrainTypeMap types)
{
    private static readonly DeactivationReason Terminating = new(DeactivationReasonCode.ShuttingDown, "This process is terminating.");

    private readonly ConcurrentDictionary<GrainId, IActivationTarget> _targets = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _classes = new();
    private volatile bool _isStopping;

    public IEnumerable<Activation> Activations => _targets.Values.SelectMany(t => t.Activations);

    public int Count => _targets.Count;

    public IGrainContext? Find(GrainId grainId) => _targets.GetValueOrDefault(grainId)?.Activations.FirstOrDefault();

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
        var idle = Activations.Where(a => (age ?? a.Class.CollectionAge) is var limit && limit >= TimeSpan.Zero && a.IsIdleFor(limit)).ToArray();
        foreach (var activation in idle)
        {
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, $"Activation has been idle for its collection age."));
        }

        runtime.Instruments.OnCollection();
        await Task.WhenAll(idle.Select(a => a.Deactivated));
    }

    /// <summary>Stops all activations and starts none any more.</summary>
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

    private IActivationTarget? Target(Message message)
    {
        if (_targets.TryGetValue(message.TargetGrain, out var target))
        {
            return target;
        }

        // Nothing to cancel where nothing runs.
        return message.Body is CancellationRequest ? null : Add(message);
    }

    private IActivationTarget Add(Message message)
    {
        if (_isStopping)
        {
            throw new SiloUnavailableException($"The silo {runtime.Silo.SiloAddress} is shutting down and cannot activate {message.TargetGrain}.");
        }

        var grainClass = _classes.GetOrAdd(
            message.TargetGrain.Type,
            static (type, c) => new GrainClass(c.types.ClassOf(type), c.runtime.Collection),
            (types, runtime));
        var made = Make(message, grainClass);
        var target = _targets.GetOrAdd(message.TargetGrain, made);
        if (ReferenceEquals(target, made) && made is Activation activation)
        {
            Start(activation, message);
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
        runtime.Instruments.OnCreated(activation.Class.GrainType);
        activation.Activate(message.RequestContext);
    }

    private void Remove(Activation activation) => _targets.TryRemove(new(activation.GrainId, activation));
}
