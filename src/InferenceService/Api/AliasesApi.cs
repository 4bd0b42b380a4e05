using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using AliasResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distributed.InferenceService.Api.AliasView>,
    Microsoft.AspNetCore.Http.HttpResults.ValidationProblem,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Distributed.InferenceService.Api;

/// <summary>The aliases of a model: names that lead to versions and can be moved.</summary>
internal static class AliasesApi
{
    /// <summary>Maps <c>/models/{name}/aliases</c>.</summary>
    public static void MapAliases(this RouteGroupBuilder models)
    {
        var aliases = models.MapGroup("/{name}/aliases").WithTags("Aliases").ProducesProblem(StatusCodes.Status404NotFound);
        aliases.MapGet("", ListAsync).WithName("ListAliases").WithSummary("Lists the aliases of a model.");
        aliases.MapGet("/{alias}", ShowAsync).WithName("ShowAlias")
            .WithSummary("Tells where an alias leads, where it led before, and how its shadow compares.");
        aliases.MapPut("/{alias}", MoveAsync).WithName("MoveAlias").Accepts<AliasTarget>("application/json").Refuses()
            .WithSummary("Makes or moves an alias, once what it is to lead to is loaded and proven; without effect when it leads there.");
        aliases.MapDelete("/{alias}", RemoveAsync).WithName("RemoveAlias").Refuses().WithSummary("Takes an alias away.");
        aliases.MapPost("/{alias}/rollback", RollBackAsync).WithName("RollBackAlias").Refuses()
            .WithSummary("Moves an alias back to where it led before its last move.");
    }

    private static async Task<Results<Ok<AliasList>, ProblemHttpResult>> ListAsync(
        RouteFinder finder, string name, CancellationToken cancellationToken)
    {
        var found = await finder.FindAsync(name, cancellationToken);
        return found.IsFound
            ? TypedResults.Ok(new AliasList(
            [
                .. found.Routes.Aliases.OrderBy(alias => alias.Key, StringComparer.Ordinal)
                    .Select(alias => AliasView.Of(alias.Key, alias.Value, found.Model)),
            ]))
            : found.Problem;
    }

    private static async Task<AliasResult> ShowAsync(RouteFinder finder, string name, string alias, CancellationToken cancellationToken)
    {
        var found = await finder.FindAsync(name, cancellationToken);
        return !found.IsFound ? found.Problem
            : found.Routes.Aliases.TryGetValue(alias, out var stored) ? TypedResults.Ok(AliasView.Of(alias, stored, found.Model))
            : RouteAnswers.NotFound($"model '{name}' has no alias '{alias}'");
    }

    private static async Task<AliasResult> MoveAsync(
        HttpContext context, RouteEditor editor, string name, string alias, CancellationToken cancellationToken)
    {
        if (!VersionNames.IsAlias(alias))
        {
            return RouteAnswers.BadAlias(alias);
        }

        var body = await RouteBody.ReadAsync(context, AliasTarget.Read);
        return body.TooLarge is { } tooLarge ? tooLarge
            : body.Invalid is { } invalid ? invalid
            : Answer(await editor.MoveAsync(name, alias, body.Value!, cancellationToken), alias);
    }

    private static async Task<AliasResult> RollBackAsync(
        RouteEditor editor, string name, string alias, CancellationToken cancellationToken) =>
        Answer(await editor.RollBackAsync(name, alias, cancellationToken), alias);

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        RouteEditor editor, string name, string alias, CancellationToken cancellationToken) =>
        (await editor.RemoveAsync(name, alias, cancellationToken)).Fault is { } fault
            ? RouteAnswers.Problem(fault)
            : TypedResults.NoContent();

    private static AliasResult Answer(RouteEdit edit, string alias) =>
        edit.Fault is { } fault
            ? RouteAnswers.Problem(fault)
            : TypedResults.Ok(AliasView.Of(alias, edit.Routes!.Aliases[alias], edit.Model!));
}
