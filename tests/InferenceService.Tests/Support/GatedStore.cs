using System.Collections.Concurrent;
using System.Threading.Channels;
using Distributed.Store;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A store whose models can be held back, so that a load takes until the test lets it end, and that can fail.</summary>
internal sealed class GatedStore(IModelStore inner) : ForwardingStore(inner)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

    /// <summary>What looking up, loading and following end with instead; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Holds every load of a model from now on.</summary>
    public void Hold(string model) => _gates[model] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the loads of a model go on.</summary>
    public void Release(string model) => _gates[model].SetResult();

    /// <summary>Waits for the next load that is held.</summary>
    public Task<string> ArrivalAsync() => _arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public override async Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default)
    {
        ThrowIfAtFault();
        if (_gates.TryGetValue(model, out var gate) && !gate.Task.IsCompleted)
        {
            _arrivals.Writer.TryWrite(model);
            await gate.Task.WaitAsync(cancellationToken);
        }

        return await base.ReadOnnxAsync(model, version, cancellationToken);
    }

    public override Task<ModelVersion?> FindAsync(string model, int? version = null, CancellationToken cancellationToken = default)
    {
        ThrowIfAtFault();
        return base.FindAsync(model, version, cancellationToken);
    }

    public override Task<IReadOnlyList<Publication>> ReadAfterAsync(
        long sequence, int limit, CancellationToken cancellationToken = default)
    {
        ThrowIfAtFault();
        return base.ReadAfterAsync(sequence, limit, cancellationToken);
    }

    private void ThrowIfAtFault()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }
}
