using Orleans.Dispatch;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Enumeration;

/// <summary>A call of a method that returns an async enumerable; it is sent when it is enumerated.</summary>
internal sealed class StreamRequest<T>(GrainReference target, GrainMethod method, object?[] arguments)
    : MethodRequest(method, arguments), IAsyncEnumerable<T>
{
    public GrainReference Target => target;

    public int MaxBatchSize { get; set; } = 100;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new StreamReader<T>(this, cancellationToken);

    /// <summary>Calls the grain's method.</summary>
    public IAsyncEnumerable<T> Open() => (IAsyncEnumerable<T>)InvokeRaw()!;

    public override ValueTask<Response> Invoke() => throw new NotSupportedException("An async enumerable is not invoked but enumerated.");
}
