using System.Net;

namespace Distributed.Client;

/// <summary>The service refused a request, or could not do it.</summary>
/// <param name="status">The answer's status.</param>
/// <param name="message">Why, in a sentence.</param>
/// <param name="faults">What is wrong with each faulty field; empty when no field is.</param>
public sealed class ApiException(HttpStatusCode status, string message, IReadOnlyDictionary<string, string[]> faults) : Exception(message)
{
    /// <summary>The answer's status: 400 faulty, 404 unknown, 409 in conflict with what is, 413 too large, 503 not now.</summary>
    public HttpStatusCode Status => status;

    /// <summary>What is wrong with each faulty field; empty when no field is.</summary>
    public IReadOnlyDictionary<string, string[]> Faults => faults;

    /// <summary>
    /// Whether the same request may succeed later. Nothing was acknowledged, though it may have been done; asking again is safe, but for a
    /// sweep only when it has an id (<see cref="SweepNaming"/>), since one without is another sweep each time.
    /// </summary>
    public bool IsTransient => status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout;
}
