using System.Diagnostics;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Telemetry;

namespace Orleans.Storage;

/// <summary>A state of an activation, read before the grain is activated.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, ILifecycleObserver
{
    private static readonly Func<TState> New = StateFactory();

    private readonly string _name;
    private readonly IGrainContext _context;
    private readonly IGrainStorage _storage;
    private readonly StorageInstruments _instruments;
    private readonly GrainState<TState> _state = new(New());
    private bool _isRead;

    public PersistentState(string name, IGrainContext context, IGrainStorage storage, StorageInstruments instruments)
    {
        _name = name;
        _context = context;
        _storage = storage;
        _instruments = instruments;
        context.ObservableLifecycle.Subscribe(GetType().FullName!, GrainLifecycleStage.SetupState, this);
    }

    public TState State
    {
        get => Checked().State;
        set => Checked().State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _isRead ? _state.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    private string Provider => _storage.GetType().Name;

    public async Task ReadStateAsync()
    {
        await Run("read", s => s.ReadStateAsync(_name, _context.GrainId, _state));
        _isRead = true;
    }

    public Task WriteStateAsync() => Run("write", s => s.WriteStateAsync(_name, _context.GrainId, _state));

    public Task ClearStateAsync() => Run("clear", s => s.ClearStateAsync(_name, _context.GrainId, _state));

    Task ILifecycleObserver.OnStart(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested || _isRead ? Task.CompletedTask : ReadStateAsync();

    Task ILifecycleObserver.OnStop(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Func<TState> StateFactory() =>
        typeof(TState).IsValueType || typeof(TState) == typeof(string) || typeof(TState).IsArray ? () => default! : Instantiation.For<TState>();

    // State belongs to the turns of its activation.
    private GrainState<TState> Checked() => RuntimeContext.Current is null
        ? throw new InvalidOperationException("Activation access violation. A non-activation thread attempted to access activation services.")
        : _state;

    private async Task Run(string operation, Func<IGrainStorage, Task> action)
    {
        _ = Checked();
        var started = Stopwatch.GetTimestamp();
        using var activity = StorageTracing.Start(operation, _context.GrainId, Provider, _name, typeof(TState));
        try
        {
            await action(_storage);
            _instruments.OnDone(operation, Stopwatch.GetElapsedTime(started), Provider, _name);
        }
        catch (Exception exception)
        {
            _instruments.OnFailed(operation, Provider, _name);
            if (exception is OrleansException)
            {
                throw;
            }

            throw new OrleansException(
                $"Error from storage provider {Provider}.{_name} during {operation} for grain {_context.GrainId}{Environment.NewLine} {exception}",
                exception);
        }
    }
}
