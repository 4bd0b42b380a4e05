using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Enumeration;

/// <summary>The running enumerations of one activation. Those that nobody asks for any more are closed after a while.</summary>
internal sealed class AsyncEnumerableGrainExtension : IAsyncEnumerableGrainExtension, IAsyncDisposable
{
    private readonly Dictionary<Guid, OpenEnumeration> _open = [];
    private readonly IGrainContext _activation;
    private readonly TimeSpan _responseTimeout;

    public AsyncEnumerableGrainExtension(IGrainContext activation, IOptions<SiloMessagingOptions> options)
    {
        _activation = activation;
        _responseTimeout = options.Value.ResponseTimeout;
        GrainTimer.Register(
            activation,
            static (extension, _) => extension.CloseAbandoned(),
            this,
            new() { DueTime = _responseTimeout, Period = _responseTimeout, Interleave = true });
    }

    public ValueTask<(EnumerationResult Status, object? Value)> StartEnumeration<T>(
        Guid requestId, StreamRequest<T> request, CancellationToken cancellationToken)
    {
        if (_open.ContainsKey(requestId))
        {
            throw new InvalidOperationException("An enumerator with the same id already exists.");
        }

        var enumeration = new OpenEnumeration<T>(request, _activation, _responseTimeout);
        _open.Add(requestId, enumeration);
        return Next(requestId, enumeration, cancellationToken);
    }

    public ValueTask<(EnumerationResult Status, object? Value)> MoveNext<T>(Guid requestId, CancellationToken cancellationToken) =>
        _open.TryGetValue(requestId, out var enumeration)
            ? Next(requestId, (OpenEnumeration<T>)enumeration, cancellationToken)
            : new((EnumerationResult.MissingEnumerator, null));

    public async ValueTask DisposeAsync(Guid requestId)
    {
        if (_open.Remove(requestId, out var enumeration))
        {
            await enumeration.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _open.Keys.ToArray())
        {
            await DisposeAsync(id);
        }
    }

    private async ValueTask<(EnumerationResult Status, object? Value)> Next<T>(
        Guid id, OpenEnumeration<T> enumeration, CancellationToken token)
    {
        (EnumerationResult Status, object? Value) result;
        try
        {
            // Half of what the caller waits, so that it hears in time that the enumeration lives.
            result = await enumeration.NextAsync(_responseTimeout / 2, token);
        }
        catch (OperationCanceledException)
        {
            result = (EnumerationResult.Cancelled, null);
        }
        catch (Exception exception)
        {
            result = (EnumerationResult.Error, exception);
        }

        if ((result.Status & EnumerationResult.Ended) != 0)
        {
            await DisposeAsync(id);
        }

        return result;
    }

    private async Task CloseAbandoned()
    {
        foreach (var (id, enumeration) in _open.Where(e => !e.Value.IsBusy).ToArray())
        {
            if (!enumeration.IsSeen)
            {
                await DisposeAsync(id);
            }

            enumeration.IsSeen = false;
        }
    }
}
