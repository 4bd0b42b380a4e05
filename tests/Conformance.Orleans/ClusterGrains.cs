using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

[GenerateSerializer]
public record Figure([property: Id(0)] string Name);

[GenerateSerializer]
public sealed record Disc(string Name, [property: Id(0)] double Radius) : Figure(Name);

[GenerateSerializer]
public sealed class Parcel
{
    [Id(0)]
    public string? Text { get; set; }

    [Id(1)]
    public float[] Numbers { get; set; } = [];

    [Id(2)]
    public Dictionary<string, Figure> Figures { get; set; } = [];

    [Id(3)]
    public List<Parcel> Parts { get; set; } = [];

    [Id(4)]
    public Parcel? Owner { get; set; }

    [Id(5)]
    public DateTimeOffset? At { get; set; }

    [Id(6)]
    public object? Anything { get; set; }

    [Id(7)]
    public ILocatedGrain? Sender { get; set; }
}

[GenerateSerializer]
public sealed class DetailedException(string message, int code) : Exception(message)
{
    [Id(0)]
    public int Code { get; } = code;
}

/// <summary>An exception that knows nothing of Orleans.</summary>
public sealed class ForeignException(string message, int code) : Exception(message)
{
    public int Code { get; } = code;
}

[GenerateSerializer]
public readonly record struct ForeignExceptionSurrogate([property: Id(0)] string Message, [property: Id(1)] int Code);

[RegisterConverter]
public sealed class ForeignExceptionConverter : IConverter<ForeignException, ForeignExceptionSurrogate>
{
    public ForeignException ConvertFromSurrogate(in ForeignExceptionSurrogate surrogate) => new(surrogate.Message, surrogate.Code);

    public ForeignExceptionSurrogate ConvertToSurrogate(in ForeignException value) => new(value.Message, value.Code);
}

public interface ILocatedGrain : IGrainWithStringKey
{
    Task<SiloAddress> Where();

    Task<Parcel> Echo(Parcel parcel);

    Task<T> EchoAny<T>(T value);

    Task<SiloAddress> AskOther(ILocatedGrain other);

    Task FailWithDetails(string message, int code);

    Task FailWithInner(string message);

    Task FailWithConverted(string message, int code);

    Task FailByConverted(string message, int code);

    Task<string?> ContextValue(string key);

    Task Hold(string gate);

    [ResponseTimeout("00:00:02")]
    Task HoldBriefly(string gate);

    Task Listen(string gate, CancellationToken cancellationToken);

    [OneWay]
    Task Notify(string gate);

    IAsyncEnumerable<int> Count(int upTo, CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> Endless(string gate, CancellationToken cancellationToken = default);
}

[PreferLocalPlacement]
public sealed class LocatedGrain(ILocalSiloDetails silo, Gates gates) : Grain, ILocatedGrain
{
    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);

    public Task<Parcel> Echo(Parcel parcel) => Task.FromResult(parcel);

    public Task<T> EchoAny<T>(T value) => Task.FromResult(value);

    public Task<SiloAddress> AskOther(ILocatedGrain other) => other.Where();

    public Task FailWithDetails(string message, int code) => throw new DetailedException(message, code);

    public Task FailWithInner(string message) => throw new InvalidOperationException("outer", new ArgumentException(message));

    public Task FailWithConverted(string message, int code) =>
        throw new OrleansException("outer", new ForeignException(message, code));

    public Task FailByConverted(string message, int code) => throw new ForeignException(message, code);

    public Task<string?> ContextValue(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public async Task Hold(string gate)
    {
        gates.Open($"{gate} entered");
        await gates.WaitFor($"{gate} released");
    }

    public Task HoldBriefly(string gate) => Hold(gate);

    public async Task Listen(string gate, CancellationToken cancellationToken)
    {
        gates.Open($"{gate} entered");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            gates.Open($"{gate} left", cancellationToken.IsCancellationRequested);
        }
    }

    public Task Notify(string gate)
    {
        gates.Open(gate, silo.SiloAddress);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<int> Count(
        int upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 1; i <= upTo; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public async IAsyncEnumerable<int> Endless(
        string gate, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                yield return i;
                await Task.Delay(10, cancellationToken);
            }
        }
        finally
        {
            gates.Open($"{gate} closed");
        }
    }
}

/// <summary>Says where it is and which instance it is.</summary>
public interface IPlacedGrain : IGrainWithIntegerKey
{
    Task<SiloAddress> Where();

    Task<Guid> Instance();
}

public abstract class PlacedGrain(ILocalSiloDetails silo) : Grain, IPlacedGrain
{
    private readonly Guid _instance = Guid.NewGuid();

    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);

    public Task<Guid> Instance() => Task.FromResult(_instance);
}

public interface IAnywhereGrain : IPlacedGrain;

public sealed class AnywhereGrain(ILocalSiloDetails silo) : PlacedGrain(silo), IAnywhereGrain;

public interface IRandomGrain : IPlacedGrain;

[RandomPlacement]
public sealed class RandomGrain(ILocalSiloDetails silo) : PlacedGrain(silo), IRandomGrain;

public interface IHashedGrain : IPlacedGrain;

[HashBasedPlacement]
public sealed class HashedGrain(ILocalSiloDetails silo) : PlacedGrain(silo), IHashedGrain;

public interface ICountedGrain : IPlacedGrain;

[ActivationCountBasedPlacement]
public sealed class CountedGrain(ILocalSiloDetails silo) : PlacedGrain(silo), ICountedGrain;

public interface ILocalWorkerGrain : IPlacedGrain;

[StatelessWorker]
public sealed class LocalWorkerGrain(ILocalSiloDetails silo) : PlacedGrain(silo), ILocalWorkerGrain;

[GenerateSerializer]
public sealed class CounterState
{
    [Id(0)]
    public int Value { get; set; }
}

/// <summary>Counts; each count is stored before it is answered.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add();

    Task<int> AddLater();

    Task<int> Get();

    Task<SiloAddress> Where();
}

[RandomPlacement]
public sealed class CounterGrain(
    [PersistentState("counter")] IPersistentState<CounterState> state, ILocalSiloDetails silo, Gates gates) : Grain, ICounterGrain
{
    private int _unsaved;

    public async Task<int> Add()
    {
        state.State.Value++;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    // Stored when the activation stops.
    public Task<int> AddLater() => Task.FromResult(state.State.Value + ++_unsaved);

    public Task<int> Get() => Task.FromResult(state.State.Value);

    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Open($"{this.GetPrimaryKeyString()} stopped on {silo.SiloAddress}", reason.ReasonCode);
        if (_unsaved > 0)
        {
            state.State.Value += _unsaved;
            await state.WriteStateAsync(cancellationToken);
        }
    }
}
