using System.Collections.Concurrent;
using System.Threading.Channels;
using Distributed.Store;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A store whose models can be held back, so that a load takes until the test lets it end.</summary>
internal sealed class GatedStore(IModelStore inner) : ForwardingStore(inner)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly Channel<string> _arrivals = Channel.CreateUnbounded<string>();

    /// <summary>Holds every load of a model from now on.</summary>
    public void Hold(string model) => _gates[model] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the loads of a model go on.</summary>
    public void Release(string model) => _gates[model].SetResult();

    /// <summary>Waits for the next load that is held.</summary>
    public Task<string> ArrivalAsync() => _arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public override async Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default)
    {
        if (_gates.TryGetValue(model, out var gate) && !gate.Task.IsCompleted)
        {
            _arrivals.Writer.TryWrite(model);
            await gate.Task.WaitAsync(cancellationToken);
        }

        return await base.ReadOnnxAsync(model, version, cancellationToken);
    }
}
