using Distributed.Contracts.Experiments;
using Distributed.ServiceDefaults;
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
            .WithSummary("Lists experiments in the order of acceptance or of their final losses, page by page.");

        var known = group.MapGroup("/{id}").AddEndpointFilter<KnownExperiment>().ProducesProblem(StatusCodes.Status404NotFound);
        known.MapGet("", Status).WithName("GetExperiment").WithSummary("Where an experiment stands.");
        known.MapGet("/losses", Losses).WithName("GetLosses").WithSummary("The loss of every epoch so far.");
        known.MapGet("/events", ExperimentEvents.Stream).WithName("WatchExperiment")
            .WithSummary("Progress as server-sent events until the experiment ends.");
        known.MapControl();
        return app;
    }

    private static async Task<Results<Created<ExperimentView>, Ok<ExperimentView>, ProblemHttpResult, ValidationProblem>> Submit(
        HttpContext context, IGrainFactory grains, string? priority)
    {
        if (!ListQuery.TryReadPriority(priority, out var urgency, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        var spec = SpecFilter.SpecOf(context);
        var result = await grains.GetGrain<IExperimentGrain>(spec.Id).StartAsync(new Immutable<ExperimentSpec>(spec), urgency);
        return result.Outcome switch
        {
            StartOutcome.Accepted => TypedResults.Created($"/experiments/{spec.Id}", result.Experiment),
            StartOutcome.AlreadyAccepted => TypedResults.Ok(result.Experiment),
            _ => Problems.Conflict($"Experiment '{spec.Id}' exists with another spec; choose another id."),
        };
    }

    private static async Task<Results<Ok<ExperimentPage>, ValidationProblem>> List(
        [AsParameters] ListQuery parameters, IExperimentCatalog catalog, CancellationToken cancellationToken)
    {
        if (!parameters.TryRead(out var query, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        var page = await catalog.ListAsync(query, cancellationToken);
        return TypedResults.Ok(new ExperimentPage(page.Entries, page.Next?.ToString()));
    }

    private static async Task<Ok<ExperimentView>> Status(string id, HttpContext context, IGrainFactory grains)
    {
        var known = KnownExperiment.Of(context);
        return TypedResults.Ok(known.Phase.IsFinal() ? known : await grains.GetGrain<IExperimentGrain>(id).GetStatusAsync() ?? known);
    }

    private static async Task<Ok<LossCurve>> Losses(string id, IGrainFactory grains)
    {
        var losses = await grains.GetGrain<IExperimentGrain>(id).GetLossesAsync();
        return TypedResults.Ok(new LossCurve(LossJson.From(losses.Value)));
    }
}
