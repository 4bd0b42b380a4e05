using Orleans.Enumeration;

namespace Orleans.Runtime;

/// <summary>Options of remote enumerations.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>Sends at most <paramref name="maxBatchSize"/> elements at a time; 100 by default.</summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        if (self is StreamRequest<T> request)
        {
            request.MaxBatchSize = maxBatchSize;
        }

        return self;
    }
}

/// <summary>The callee no longer knows an enumeration: it was deactivated, or nobody asked for elements for too long.</summary>
public sealed class EnumerationAbortedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public EnumerationAbortedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public EnumerationAbortedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public EnumerationAbortedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
