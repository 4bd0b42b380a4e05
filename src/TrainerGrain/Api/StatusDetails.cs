namespace Distributed.TrainerGrain.Api;

/// <summary>Says what was wrong where routing alone has refused a request.</summary>
internal static class StatusDetails
{
    /// <summary>Adds the sentence to problem details that have none.</summary>
    public static void Add(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= Explain(context.HttpContext);

    private static string? Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at '{context.Request.Path}'.",
        StatusCodes.Status405MethodNotAllowed =>
            $"'{context.Request.Path}' does not take {context.Request.Method}; allowed: {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType =>
            $"The content type '{context.Request.ContentType}' is not taken here; allowed: application/json.",
        _ => null,
    };
}
