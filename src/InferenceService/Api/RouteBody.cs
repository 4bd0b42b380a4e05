using System.Buffers;
using Distributed.Contracts.Experiments;
using Distributed.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>The body of a request that changes routes, or what is wrong with it.</summary>
internal sealed record RouteBody<T>(T? Value, ValidationProblem? Invalid, ProblemHttpResult? TooLarge);

/// <summary>Reads such bodies.</summary>
internal static class RouteBody
{
    /// <summary>More than the longest list of versions takes.</summary>
    private const int MaxBytes = 64 * 1024;

    public static async Task<RouteBody<T>> ReadAsync<T>(
        HttpContext context, Func<ReadOnlyMemory<byte>, (T Value, IReadOnlyList<SpecError> Errors)> read)
    {
        if (await RequestBody.ReadAsync(context.Request, MaxBytes, context.RequestAborted) is not { } body)
        {
            return new(default, null, TypedResults.Problem(
                $"the body has more than the {MaxBytes} bytes allowed", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        var (value, errors) = read(body.ToArray());
        context.Request.BodyReader.AdvanceTo(body.End);
        return errors.Count == 0 ? new(value, null, null) : new(default, Faulty(errors), null);
    }

    private static ValidationProblem Faulty(IEnumerable<SpecError> errors) => TypedResults.ValidationProblem(
        errors.GroupBy(error => error.Field).ToDictionary(field => field.Key, field => field.Select(error => error.Problem).ToArray()),
        detail: "The request has faults; nothing was changed.");
}
