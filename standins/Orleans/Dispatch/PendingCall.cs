using System.Diagnostics;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A call whose answer is awaited. The first of answer, timeout and cancellation ends it.</summary>
internal abstract class PendingCall
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private CancellationTokenRegistration _registration;
    private int _ended;

    public Message Message { get; set; } = null!;

    public RuntimeClient Owner { get; set; } = null!;

    public TimeSpan Timeout { get; set; }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public bool IsExpired => Elapsed > Timeout;

    /// <summary>Ends the call; false when something else ended it before.</summary>
    public bool TryEnd(Response response)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return false;
        }

        _registration.Dispose();
        Complete(response);
        return true;
    }

    /// <summary>Follows the caller's token from now on.</summary>
    public void FollowToken(CancellationToken token)
    {
        if (!token.CanBeCanceled)
        {
            return;
        }

        _registration = token.UnsafeRegister(static (call, t) => ((PendingCall)call!).Owner.OnCancelled((PendingCall)call, t), this);
        if (Volatile.Read(ref _ended) != 0)
        {
            _registration.Dispose();
        }
    }

    protected abstract void Complete(Response response);
}

/// <summary>A call that gives a result.</summary>
internal sealed class PendingCall<T> : PendingCall
{
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _source.Task;

    protected override void Complete(Response response)
    {
        switch (response.Exception)
        {
            case null:
                _source.SetResult(response.GetResult<T>());
                break;
            case OperationCanceledException cancelled:
                _source.SetFromTask(Cancelled(cancelled));
                break;
            case var failure:
                _source.SetException(failure);
                break;
        }
    }

    // Only an async method makes a cancelled task that rethrows the very exception.
    private static async Task<T> Cancelled(OperationCanceledException exception)
    {
        await System.Threading.Tasks.Task.CompletedTask;
        throw exception;
    }
}

/// <summary>A call whose response goes to the filters before the caller.</summary>
internal sealed class PendingResponse : PendingCall
{
    private readonly TaskCompletionSource<Response> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Response> Task => _source.Task;

    protected override void Complete(Response response) => _source.SetResult(response);
}
