using Orleans.Runtime;

namespace Orleans.Enumeration;

/// <summary>The callee's end of a remote enumeration.</summary>
/// <param name="patience">How long closing waits for a step that has begun.</param>
internal abstract class OpenEnumeration(TimeSpan patience) : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>A step that was begun and has not ended when its batch was sent.</summary>
    protected Task<bool>? Pending { get; set; }

    /// <summary>Whether a caller has asked for elements since the last look.</summary>
    public bool IsSeen { get; set; } = true;

    /// <summary>Whether a caller waits for elements now.</summary>
    public bool IsBusy { get; protected set; }

    protected CancellationToken Token => _cancellation.Token;

    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        if (Pending is { } pending)
        {
            await pending.WaitAsync(patience).ContinueOnCapturedContext();
        }

        if (Pending is null or { IsCompleted: true })
        {
            await DisposeEnumeratorAsync().AsTask().WaitAsync(patience).ContinueOnCapturedContext();
        }

        _cancellation.Dispose();
    }

    protected abstract ValueTask DisposeEnumeratorAsync();
}

/// <inheritdoc/>
internal sealed class OpenEnumeration<T> : OpenEnumeration
{
    private readonly IAsyncEnumerator<T> _enumerator;
    private readonly int _maxBatchSize;

    public OpenEnumeration(StreamRequest<T> request, IGrainContext target, TimeSpan patience) : base(patience)
    {
        request.SetTarget(target);
        _maxBatchSize = request.MaxBatchSize;
        _enumerator = request.Open().GetAsyncEnumerator(Token);
    }

    /// <summary>Gives the elements that are there; with none, waits for one at most <paramref name="patience"/>.</summary>
    public async ValueTask<(EnumerationResult Status, object? Value)> NextAsync(TimeSpan patience, CancellationToken token)
    {
        IsSeen = true;
        var batch = new List<T>();
        while (batch.Count < _maxBatchSize)
        {
            Pending ??= _enumerator.MoveNextAsync().AsTask();
            if (!Pending.IsCompletedSuccessfully && batch.Count > 0)
            {
                break;
            }

            if (!Pending.IsCompleted && !await WaitAsync(Pending, patience, token))
            {
                return (token.IsCancellationRequested ? EnumerationResult.Cancelled : EnumerationResult.Heartbeat, null);
            }

            if (!await TakePending())
            {
                return With(EnumerationResult.Completed, batch);
            }

            batch.Add(_enumerator.Current);
        }

        return With(0, batch);
    }

    protected override ValueTask DisposeEnumeratorAsync() => _enumerator.DisposeAsync();

    private static (EnumerationResult Status, object? Value) With(EnumerationResult status, List<T> batch) => batch switch
    {
        [] => (status, null),
        [var only] => (status | EnumerationResult.Element, only),
        _ => (status | EnumerationResult.Batch, batch),
    };

    private async Task<bool> TakePending()
    {
        var step = Pending!;
        Pending = null;
        return await step;
    }

    private async Task<bool> WaitAsync(Task<bool> step, TimeSpan patience, CancellationToken token)
    {
        IsBusy = true;
        await step.WaitAsync(patience, token).ContinueOnCapturedContext();
        IsBusy = false;
        return step.IsCompleted;
    }
}

/// <summary>Waiting for an end whatever it is.</summary>
internal static class EndOfTask
{
    public static System.Runtime.CompilerServices.ConfiguredTaskAwaitable ContinueOnCapturedContext(this Task task) =>
        task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
}
