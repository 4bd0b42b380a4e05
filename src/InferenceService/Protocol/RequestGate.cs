using Distributed.InferenceService.Serving;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>Lets so many inferences run at one time and so many wait, over all protocols.</summary>
public sealed class RequestGate(IOptions<ServingOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrency);
    private readonly int _most = options.Value.MaxConcurrency + options.Value.MaxQueue;
    private int _inside;

    /// <summary>How many run or wait.</summary>
    public int Count => Volatile.Read(ref _inside);

    /// <summary>Joins those who run or wait; false when they are too many. Followed by <see cref="Leave"/> when true.</summary>
    public bool TryArrive()
    {
        if (Interlocked.Increment(ref _inside) <= _most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Leaves those who run or wait.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Takes a place to run when there is one; followed by <see cref="Exit"/> when true.</summary>
    public bool TryEnter() => _places.Wait(0, CancellationToken.None);

    /// <summary>Waits for a place to run; followed by <see cref="Exit"/>.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _places.WaitAsync(cancellationToken);

    /// <summary>Gives the place back.</summary>
    public void Exit() => _places.Release();

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
