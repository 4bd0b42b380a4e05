using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distributed.Conformance.Orleans;

[GenerateSerializer]
public sealed class Counter
{
    [Id(0)]
    public int Count { get; set; }

    [Id(1)]
    public List<string> Notes { get; set; } = [];
}

public interface IStateGrain : IGrainWithStringKey
{
    Task<(int Count, bool Exists, string? Etag)> Read();

    Task Save(int count);

    Task SetUnsaved(int count);

    Task Reread();

    Task Clear();

    Task Other(string text);

    Task<string?> GetOther();

    Task DeactivateNow();

    Task<bool> StateOutsideOfATurnThrows();
}

public sealed class StateGrain(
    [PersistentState("counter")] IPersistentState<Counter> counter,
    [PersistentState("other", "named")] IPersistentState<Note> other,
    Gates gates) : Grain, IStateGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        gates.Open($"{this.GetPrimaryKeyString()} activated", counter.State.Count);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Open($"{this.GetPrimaryKeyString()} deactivated", reason.ReasonCode);
        return Task.CompletedTask;
    }

    public Task<(int Count, bool Exists, string? Etag)> Read() => Task.FromResult((counter.State.Count, counter.RecordExists, counter.Etag));

    public Task Save(int count)
    {
        counter.State.Count = count;
        return counter.WriteStateAsync();
    }

    public Task SetUnsaved(int count)
    {
        counter.State.Count = count;
        return Task.CompletedTask;
    }

    public Task Reread() => counter.ReadStateAsync();

    public Task Clear() => counter.ClearStateAsync();

    public Task Other(string text)
    {
        other.State = new() { Text = text };
        return other.WriteStateAsync();
    }

    public Task<string?> GetOther() => Task.FromResult(other.State.Text);

    public Task DeactivateNow()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<bool> StateOutsideOfATurnThrows()
    {
        IStorage<Counter> storage = counter;
        return await Task.Run(() => Record.Exception(() => storage.State.Count)) is InvalidOperationException;
    }
}

[GenerateSerializer]
public sealed class Note
{
    [Id(0)]
    public string? Text { get; set; }
}

public interface IClassicStateGrain : IGrainWithGuidKey
{
    Task<int> Add(int number);

    Task DeactivateNow();
}

public sealed class ClassicStateGrain : Grain<Counter>, IClassicStateGrain
{
    public async Task<int> Add(int number)
    {
        State.Count += number;
        await WriteStateAsync();
        return State.Count;
    }

    public Task DeactivateNow()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public interface IStorelessGrain : IGrainWithStringKey
{
    Task Touch();
}

public sealed class StorelessGrain([PersistentState("s", "missing")] IPersistentState<Counter> state) : Grain, IStorelessGrain
{
    public Task Touch() => Task.FromResult(state.State.Count);
}

/// <summary>Storage that does what the test says.</summary>
public sealed class ScriptedStorage : IGrainStorage
{
    public Func<object, Exception?> OnRead { get; set; } = _ => null;

    public Func<object, Exception?> OnWrite { get; set; } = _ => null;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        OnRead(grainState) is { } exception ? throw exception : Task.CompletedTask;

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        OnWrite(grainState) is { } exception ? throw exception : Task.CompletedTask;

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
}
