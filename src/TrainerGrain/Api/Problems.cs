using Distributed.Contracts.Experiments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.TrainerGrain.Api;

/// <summary>The errors that this API answers with, as problem details.</summary>
internal static class Problems
{
    public static ProblemHttpResult UnknownExperiment(string id) =>
        TypedResults.Problem($"There is no experiment '{Shown(id)}'.", statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult UnknownSweep(string id) =>
        TypedResults.Problem($"There is no sweep '{Shown(id)}'.", statusCode: StatusCodes.Status404NotFound);

    public static ValidationProblem Faulty(IEnumerable<SpecError> errors, string detail) => TypedResults.ValidationProblem(
        errors.GroupBy(error => error.Field).ToDictionary(field => field.Key, field => field.Select(error => error.Problem).ToArray()),
        detail: detail);

    public static ProblemHttpResult Conflict(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    public static ProblemHttpResult TooLarge(long limit) =>
        TypedResults.Problem(
            $"The request body is larger than the allowed {limit} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);

    /// <summary>What a caller sent may be of any length; an answer quotes only its beginning.</summary>
    private static string Shown(string text) => text.Length <= 128 ? text : text[..128] + "…";
}
