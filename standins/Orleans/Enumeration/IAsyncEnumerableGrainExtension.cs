using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Enumeration;

/// <summary>What every grain answers about its running enumerations. Steps interleave with the grain's requests.</summary>
internal interface IAsyncEnumerableGrainExtension : IGrainExtension
{
    /// <summary>Starts an enumeration and gives its first elements.</summary>
    [AlwaysInterleave]
    ValueTask<(EnumerationResult Status, object? Value)> StartEnumeration<T>(
        Guid requestId, [Immutable] StreamRequest<T> request, CancellationToken cancellationToken);

    /// <summary>Gives the next elements.</summary>
    [AlwaysInterleave]
    ValueTask<(EnumerationResult Status, object? Value)> MoveNext<T>(Guid requestId, CancellationToken cancellationToken);

    /// <summary>Ends an enumeration.</summary>
    [AlwaysInterleave]
    ValueTask DisposeAsync(Guid requestId);
}
