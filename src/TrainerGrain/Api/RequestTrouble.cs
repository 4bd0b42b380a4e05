using Microsoft.AspNetCore.Diagnostics;

namespace Distributed.TrainerGrain.Api;

/// <summary>Answers for a request that did not arrive as HTTP wants it: its body came too slowly, ended early or was cut up wrongly.</summary>
internal sealed class RequestTrouble(IProblemDetailsService problems) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException { StatusCode: var status } bad)
        {
            return false;
        }

        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            Exception = exception,
            ProblemDetails =
            {
                Status = status,
                Detail = status == StatusCodes.Status408RequestTimeout
                    ? "The request's body did not arrive in time; nothing was accepted."
                    : $"The request did not arrive as HTTP wants it; nothing was accepted: {bad.Message}",
            },
        });
    }
}
