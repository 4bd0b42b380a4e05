using Distributed.InferenceService.Protocol;
using Distributed.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Distributed.InferenceService.Api;

/// <summary>Gives every error a body: the protocol's form under <c>/v2</c>, problem details everywhere else.</summary>
public static class ErrorBodies
{
    /// <summary>Adds the bodies to unhandled exceptions.</summary>
    public static void UseExceptionBodies(this WebApplication app) => app.UseExceptionHandler(handler => handler.Run(AnswerExceptionAsync));

    /// <summary>Adds the bodies to answers that routing gives by itself.</summary>
    public static void UseStatusBodies(this WebApplication app) =>
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext, Explain(context.HttpContext)));

    private static Task AnswerExceptionAsync(HttpContext context)
    {
        var exception = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        (context.Response.StatusCode, var message) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            StoreException => (StatusCodes.Status503ServiceUnavailable, ProtocolFaults.StoreUnreadable),
            _ => (StatusCodes.Status500InternalServerError, "the server failed; its log tells why"),
        };
        return WriteAsync(context, message);
    }

    private static string Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is nothing at '{context.Request.Path}'",
        StatusCodes.Status405MethodNotAllowed =>
            $"'{context.Request.Path}' does not take {context.Request.Method}; allowed: {context.Response.Headers.Allow}",
        StatusCodes.Status415UnsupportedMediaType =>
            $"the content type '{context.Request.ContentType}' is not taken here; allowed: application/json",
        var status => $"the request was answered with status {status}",
    };

    private static Task WriteAsync(HttpContext context, string message)
    {
        var status = context.Response.StatusCode;
        return context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal)
            ? TypedResults.Json(new ProtocolError(message), statusCode: status).ExecuteAsync(context)
            : TypedResults.Problem(message, statusCode: status).ExecuteAsync(context);
    }
}
