using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Concurrency;

namespace Distributed.TrainerGrain.Api;

/// <summary>The experiments API.</summary>
public static class ExperimentsApi
{
    /// <summary>Maps all its routes.</summary>
    public static IEndpointRouteBuilder MapExperiments(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/experiments").WithTags("Experiments");
        group.MapPost("/", Submit).WithName("SubmitExperiment")
            .WithSummary("Submits an experiment; the same id with the same spec again changes nothing.")
            .Accepts<ExperimentSpec>("application/json").AddEndpointFilter<SpecFilter>();
        group.MapGet("/", List).WithName("ListExperiments")
            .WithSummary("Lists experiments in the order of acceptance, page by page.");
        group.MapGet("/{id}", Status).WithName("GetExperiment").WithSummary("Where an experiment stands.");
        group.MapGet("/{id}/losses", Losses).WithName("GetLosses").WithSummary("The loss of every epoch so far.");
        group.MapGet("/{id}/events", ExperimentEvents.Stream).WithName("WatchExperiment")
            .WithSummary("Progress as server-sent events until the experiment ends.");
        group.MapPost("/{id}/cancel", Cancel).WithName("CancelExperiment")
            .WithSummary("Ends an experiment where it is; without effect on one that has ended.");
        return app;
    }

    private static async Task<Results<Created<ExperimentView>, Ok<ExperimentView>, ProblemHttpResult>> Submit(
        HttpContext context, IGrainFactory grains)
    {
        var spec = SpecFilter.SpecOf(context);
        var result = await grains.GetGrain<IExperimentGrain>(spec.Id).StartAsync(new Immutable<ExperimentSpec>(spec));
        return result.Outcome switch
        {
            StartOutcome.Accepted => TypedResults.Created($"/experiments/{spec.Id}", result.Experiment),
            StartOutcome.AlreadyAccepted => TypedResults.Ok(result.Experiment),
            _ => Problems.Conflict($"Experiment '{spec.Id}' exists with another spec; choose another id."),
        };
    }

    private static async Task<Results<Ok<ExperimentPage>, ValidationProblem>> List(
        IExperimentCatalog catalog,
        string? phase,
        string? model,
        string? limit,
        string? after,
        CancellationToken cancellationToken)
    {
        if (!ListQuery.TryParse(phase, model, limit, after, out var query, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        var page = await catalog.ListAsync(query, cancellationToken);
        return TypedResults.Ok(new ExperimentPage(page.Entries, page.Next?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<ExperimentView>, ProblemHttpResult>> Status(
        string id, IExperimentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken) =>
        await catalog.FindAsync(id, cancellationToken) switch
        {
            null => Problems.UnknownExperiment(id),
            var known when known.Phase.IsFinal() => TypedResults.Ok(known),
            var known => TypedResults.Ok(await grains.GetGrain<IExperimentGrain>(id).GetStatusAsync() ?? known),
        };

    private static async Task<Results<Ok<LossCurve>, ProblemHttpResult>> Losses(
        string id, IExperimentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(id, cancellationToken) is null)
        {
            return Problems.UnknownExperiment(id);
        }

        var losses = await grains.GetGrain<IExperimentGrain>(id).GetLossesAsync();
        return TypedResults.Ok(new LossCurve(LossJson.From(losses.Value)));
    }

    private static async Task<Results<Ok<ExperimentView>, ProblemHttpResult>> Cancel(
        string id, IExperimentCatalog catalog, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(id, cancellationToken) is null)
        {
            return Problems.UnknownExperiment(id);
        }

        return await grains.GetGrain<IExperimentGrain>(id).CancelAsync() is { } view
            ? TypedResults.Ok(view)
            : Problems.UnknownExperiment(id);
    }
}
