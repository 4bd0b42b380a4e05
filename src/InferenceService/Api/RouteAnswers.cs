using Distributed.Contracts.Experiments;
using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>What those hear who ask for a change of routes that is refused.</summary>
internal static class RouteAnswers
{
    /// <summary>Describes the answers of a route that changes something.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static ProblemHttpResult Problem(RouteFault fault) => TypedResults.Problem(fault.Message, statusCode: fault.Kind switch
    {
        RouteFaultKind.NotFound => StatusCodes.Status404NotFound,
        RouteFaultKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status503ServiceUnavailable,
    });

    public static ProblemHttpResult NotFound(string message) => TypedResults.Problem(message, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult BadAlias(string alias) => TypedResults.Problem(
        $"'{Shown(alias)}' cannot name an alias; allowed are 1 to {ResourceName.MaxLength} letters, digits, \".\", \"_\" and \"-\", "
        + "the first a letter or digit, and not digits alone",
        statusCode: StatusCodes.Status400BadRequest);

    private static string Shown(string text) => text.Length <= ResourceName.MaxLength ? text : text[..ResourceName.MaxLength] + "…";
}
