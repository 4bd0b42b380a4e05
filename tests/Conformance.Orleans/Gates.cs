using System.Collections.Concurrent;

namespace Distributed.Conformance.Orleans;

/// <summary>Named gates: what one side opens, the other side waits for. A wait that is never opened fails after <see cref="Patience"/>.</summary>
public sealed class Gates
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<object?>> _gates = new();

    public void Open(string name, object? value = null) => Gate(name).TrySetResult(value);

    public Task<object?> WaitFor(string name) => Gate(name).Task.WaitAsync(Patience);

    public bool IsOpen(string name) => Gate(name).Task.IsCompleted;

    private TaskCompletionSource<object?> Gate(string name) =>
        _gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
