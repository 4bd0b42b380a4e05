using Distributed.Store;
using Microsoft.AspNetCore.Diagnostics;

namespace Distributed.TrainerGrain.Api;

/// <summary>
/// Answers 503 when the store or the cluster cannot take a request now. Nothing was acknowledged, though it may have been done; trying again
/// may help, and is safe when the request names what it is about.
/// </summary>
internal sealed class StoreTrouble(IProblemDetailsService problems) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    // What Orleans says of it is for the log: addresses, and stack traces of the inside.
    private const string TrainerIsGone =
        "The trainer that has this is gone or cannot be reached; another takes it over within seconds. Try again.";

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (Cause(exception) is not { } cause)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails = { Status = StatusCodes.Status503ServiceUnavailable, Detail = cause },
        });
    }

    private static string? Cause(Exception? exception) => exception switch
    {
        null => null,
        StoreException store => store.Message,
        TimeoutException => "The cluster did not answer in time.",
        OrleansException orleans => Cause(orleans.InnerException) ?? TrainerIsGone,
        _ => Cause(exception.InnerException),
    };
}
