using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Enumeration;

/// <summary>The caller's end of a remote enumeration: hands out a batch, then asks for the next.</summary>
internal sealed class StreamReader<T> : IAsyncEnumerator<T>
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly StreamRequest<T> _request;
    private readonly IAsyncEnumerableGrainExtension _target;
    private readonly CancellationTokenSource _cancellation;
    private (EnumerationResult Status, object? Value) _current;
    private Activity? _session;
    private int _index;
    private bool _isStarted;
    private bool _isDisposed;

    public StreamReader(StreamRequest<T> request, CancellationToken token)
    {
        _request = request;
        _target = request.Target.AsReference<IAsyncEnumerableGrainExtension>();
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(request.GetCancellationToken(), token);
    }

    public T Current
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _current.Status.HasFlag(EnumerationResult.Element) ? (T)_current.Value!
                : _current.Status.HasFlag(EnumerationResult.Batch) ? ((List<T>)_current.Value!)[_index]
                : throw new InvalidOperationException("Cannot get current value of an invalid enumerator.");
        }
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_current.Status.HasFlag(EnumerationResult.Batch) && ++_index < ((List<T>)_current.Value!).Count)
        {
            return true;
        }

        if (_current.Status.HasFlag(EnumerationResult.Completed))
        {
            return false;
        }

        var outer = Activity.Current;
        try
        {
            _current = await Fetch();
            _index = 0;
            return (_current.Status & (EnumerationResult.Element | EnumerationResult.Batch)) != 0;
        }
        finally
        {
            Activity.Current = outer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await Release();
        _cancellation.Dispose();
        _session?.Dispose();
    }

    private async Task<(EnumerationResult Status, object? Value)> Fetch()
    {
        try
        {
            var result = await Step();
            while (result.Status is EnumerationResult.Heartbeat)
            {
                result = await Step();
            }

            return result.Status switch
            {
                EnumerationResult.Error => Rethrow((Exception)result.Value!),
                EnumerationResult.Cancelled => throw new OperationCanceledException(),
                EnumerationResult.MissingEnumerator => throw new EnumerationAbortedException(
                    "Enumeration aborted: the remote target does not have a record of this enumerator. This likely indicates that the remote grain "
                    + "was deactivated since enumeration begun or that the enumerator was idle for longer than the expiration period."),
                _ => result,
            };
        }
        catch
        {
            _session?.SetStatus(ActivityStatusCode.Error);
            await Release();
            throw;
        }
    }

    private ValueTask<(EnumerationResult Status, object? Value)> Step()
    {
        _cancellation.Token.ThrowIfCancellationRequested();
        if (_isStarted)
        {
            Activity.Current = _session ?? Activity.Current;
            return _target.MoveNext<T>(_id, _cancellation.Token);
        }

        _isStarted = true;
        _session = CallTracing.Application.StartActivity(_request.GetActivityName(), ActivityKind.Client);
        return _target.StartEnumeration(_id, _request, _cancellation.Token);
    }

    private async Task Release()
    {
        if (_isStarted && !_current.Status.HasFlag(EnumerationResult.Completed))
        {
            // The callee may be gone; then there is nothing left to release.
            await _target.DisposeAsync(_id).AsTask().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static (EnumerationResult Status, object? Value) Rethrow(Exception exception)
    {
        ExceptionDispatchInfo.Throw(exception);
        return default;
    }
}
