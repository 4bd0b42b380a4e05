using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dispatch;
using Orleans.Lifecycle;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>One living instance of a grain. This part: what it is and what it holds.</summary>
internal sealed partial class Activation : IGrainContext, IActivationTarget
{
    private readonly Lock _gate = new();
    private readonly ActivationRuntime _runtime;
    private readonly Action<Activation> _onStopped;
    private readonly ActivationScheduler _scheduler;
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AsyncServiceScope _scope;
    private GrainReference? _reference;
    private LifecycleSubject? _lifecycle;
    private Dictionary<Type, object>? _components;
    private DateTimeOffset _keepUntil;

    public Activation(GrainId grainId, GrainClass grainClass, ActivationRuntime runtime, Action<Activation> onStopped)
    {
        GrainId = grainId;
        Class = grainClass;
        _runtime = runtime;
        _onStopped = onStopped;
        _scheduler = new(this);
        Address = new() { GrainId = grainId, ActivationId = ActivationId.NewId(), SiloAddress = runtime.Silo.SiloAddress };
    }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public GrainAddress Address { get; }

    public ActivationId ActivationId => Address.ActivationId;

    public object? GrainInstance { get; private set; }

    public GrainReference GrainReference => _reference ??= _runtime.References.CreateUntyped(GrainId);

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public IGrainLifecycle ObservableLifecycle => _lifecycle ??= new LifecycleSubject();

    public IWorkItemScheduler Scheduler => _scheduler;

    public Task Deactivated => _deactivated.Task;

    public TimeProvider Time => _runtime.Time;

    public IEnumerable<Activation> Activations => [this];

    public object? GetTarget() => GrainInstance;

    /// <summary>A component: what was set, what the grain itself implements, or what its services give.</summary>
    public object? GetComponent(Type componentType)
    {
        lock (_gate)
        {
            if (_components is not null && _components.TryGetValue(componentType, out var found))
            {
                return found;
            }
        }

        if (componentType.IsInstanceOfType(GrainInstance))
        {
            return GrainInstance;
        }

        return componentType.IsAssignableTo(typeof(IGrainExtension)) ? ActivationServices.GetService(componentType) : null;
    }

    public void SetComponent<TComponent>(TComponent? value) where TComponent : class
    {
        lock (_gate)
        {
            _components ??= [];
            _components.Remove(typeof(TComponent));
            if (value is not null)
            {
                _components.Add(typeof(TComponent), value);
            }
        }
    }

    public void DelayDeactivation(TimeSpan time)
    {
        var now = Time.GetUtcNow();
        _keepUntil = time == Timeout.InfiniteTimeSpan || time > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
            : time <= TimeSpan.Zero ? default
            : now + time;
    }

    /// <summary>Whether nothing kept this activation busy for <paramref name="age"/>.</summary>
    public bool IsIdleFor(TimeSpan age)
    {
        lock (_gate)
        {
            return _state is State.Valid && _running.Count == 0 && _waiting.Count == 0
                && Stopwatch.GetElapsedTime(_idleSince) >= age && _keepUntil <= Time.GetUtcNow();
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => ActivationId.GetHashCode();

    public override string ToString() => $"[Activation: {GrainId}{ActivationId} {_state}]";
}
