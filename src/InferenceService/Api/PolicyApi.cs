using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using PolicyResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distributed.Contracts.Models.VersionPolicy>,
    Microsoft.AspNetCore.Http.HttpResults.ValidationProblem,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Distributed.InferenceService.Api;

/// <summary>The version policy of a model: which of its versions are served.</summary>
internal static class PolicyApi
{
    /// <summary>Maps <c>/models/{name}/policy</c>.</summary>
    public static void MapPolicy(this RouteGroupBuilder models)
    {
        var policy = models.MapGroup("/{name}/policy").WithTags("Policy").ProducesProblem(StatusCodes.Status404NotFound);
        policy.MapGet("", ShowAsync).WithName("ShowPolicy").WithSummary("Tells which versions of a model are served.");
        policy.MapPut("", SetAsync).WithName("SetPolicy").Accepts<VersionPolicy>("application/json").Refuses()
            .WithSummary("Sets which versions of a model are served, beside those that aliases name.");
        policy.MapDelete("", RemoveAsync).WithName("RemovePolicy").Refuses().WithSummary("Serves all versions again.");
    }

    private static async Task<Results<Ok<VersionPolicy>, ProblemHttpResult>> ShowAsync(
        RouteFinder finder, string name, CancellationToken cancellationToken)
    {
        var found = await finder.FindAsync(name, cancellationToken);
        return found.IsFound ? TypedResults.Ok(found.Routes.Policy) : found.Problem;
    }

    private static async Task<PolicyResult> SetAsync(
        HttpContext context, RouteEditor editor, string name, CancellationToken cancellationToken)
    {
        var body = await RouteBody.ReadAsync(context, VersionPolicy.Read);
        if (body.TooLarge is { } tooLarge)
        {
            return tooLarge;
        }

        if (body.Invalid is { } invalid)
        {
            return invalid;
        }

        var edit = await editor.SetPolicyAsync(name, body.Value!, cancellationToken);
        return edit.Fault is { } fault ? RouteAnswers.Problem(fault) : TypedResults.Ok(edit.Routes!.Policy);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        RouteEditor editor, string name, CancellationToken cancellationToken)
    {
        var edit = await editor.SetPolicyAsync(name, VersionPolicy.All, cancellationToken);
        return edit.Fault is { } fault ? RouteAnswers.Problem(fault) : TypedResults.NoContent();
    }
}
