using Orleans.Concurrency;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

[GenerateSerializer]
public sealed class PlannedException(string message) : Exception(message);

public interface ICallGrain : IGrainWithStringKey
{
    Task Fail(string message);

    ValueTask<int> FailLate(string message);

    Task FailPlanned(string message);

    Task<int> FailThrough(ICallGrain other, string message);

    Task Hold(string name);

    [ResponseTimeout("00:00:05")]
    Task HoldBriefly(string name);

    [AlwaysInterleave]
    Task<string> Ping();

    Task<string> Listen(string name, CancellationToken cancellationToken);

    Task Ignore(string name, CancellationToken cancellationToken);

    Task<bool> TokenIsMine(CancellationToken cancellationToken);

    ValueTask<int> AddValues(int a, int b);

    ValueTask DoValueTask();

    void Fire(string name);

    Task<string?> ContextValue(string key);

    Task<string?> ContextValueThrough(ICallGrain other, string key);

    Task<int> OptionalArguments(int a, int b = 5, CancellationToken cancellationToken = default);
}

public sealed class CallGrain(Gates gates) : Grain, ICallGrain
{
    public Task Fail(string message) => throw new ArgumentException(message);

    public async ValueTask<int> FailLate(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task FailPlanned(string message) => throw new PlannedException(message);

    public async Task<int> FailThrough(ICallGrain other, string message) => await other.FailLate(message);

    public async Task Hold(string name)
    {
        gates.Open($"{name} entered");
        await gates.WaitFor($"{name} released");
    }

    public Task HoldBriefly(string name) => Hold(name);

    public Task<string> Ping() => Task.FromResult("pong");

    public async Task<string> Listen(string name, CancellationToken cancellationToken)
    {
        gates.Open($"{name} entered");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            gates.Open($"{name} left", cancellationToken.IsCancellationRequested);
        }

        return name;
    }

    public async Task Ignore(string name, CancellationToken cancellationToken)
    {
        gates.Open($"{name} entered");
        await gates.WaitFor($"{name} released");
        gates.Open($"{name} left", cancellationToken.IsCancellationRequested);
    }

    public Task<bool> TokenIsMine(CancellationToken cancellationToken) => Task.FromResult(!cancellationToken.IsCancellationRequested);

    public ValueTask<int> AddValues(int a, int b) => new(a + b);

    public ValueTask DoValueTask() => default;

    public void Fire(string name) => gates.Open(name);

    public Task<string?> ContextValue(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> ContextValueThrough(ICallGrain other, string key) => other.ContextValue(key);

    public Task<int> OptionalArguments(int a, int b = 5, CancellationToken cancellationToken = default) => Task.FromResult(a + b);
}
