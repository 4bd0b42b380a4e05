using Microsoft.Extensions.DependencyInjection;
using Orleans.Activations;
using Orleans.Core;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of grain classes.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Attaches the instance to the activation that creates it.</summary>
    protected Grain()
    {
        GrainContext = RuntimeContext.Current
            ?? throw new InvalidOperationException("Grains must be created by the runtime: there is no activation on this thread.");
    }

    /// <summary>The activation that runs this instance.</summary>
    public IGrainContext GrainContext { get; }

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain's identity as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>The silo's identity as text.</summary>
    public string RuntimeIdentity => GrainContext.Address.SiloAddress?.ToString() ?? string.Empty;

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => GrainContext.ActivationServices.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Runs before the first call.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops this activation when the requests running now are done.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps this activation from being collected for <paramref name="timeSpan"/>; zero or less withdraws an earlier wish.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((Activation)GrainContext).DelayDeactivation(timeSpan);
}

/// <summary>Base of grain classes with one state, kept by the default storage provider or the one that <see cref="Providers.StorageProviderAttribute"/> names.</summary>
/// <typeparam name="TGrainState">The state.</typeparam>
public class Grain<TGrainState> : Grain
{
    private readonly IStorage<TGrainState> _storage;

    /// <summary>Attaches the state; it is read before <see cref="Grain.OnActivateAsync"/>.</summary>
    protected Grain() => _storage = Storage.PersistentState.ForGrainOfState<TGrainState>(GrainContext, GetType());

    /// <summary>Uses <paramref name="storage"/> in place of a provider.</summary>
    protected Grain(IStorage<TGrainState> storage) => _storage = storage;

    /// <summary>The state in memory.</summary>
    protected TGrainState State
    {
        get => _storage.State;
        set => _storage.State = value;
    }

    /// <summary>Reads the state again.</summary>
    protected virtual Task ReadStateAsync() => _storage.ReadStateAsync();

    /// <summary>Writes the state.</summary>
    protected virtual Task WriteStateAsync() => _storage.WriteStateAsync();

    /// <summary>Deletes the state.</summary>
    protected virtual Task ClearStateAsync() => _storage.ClearStateAsync();
}
