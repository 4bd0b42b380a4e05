using System.Globalization;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.ServiceDefaults;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Sweeps;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans.Concurrency;
using SweepPage = Distributed.Contracts.Sweeps.SweepPage;

namespace Distributed.TrainerGrain.Api;

/// <summary>The sweeps API.</summary>
public static class SweepsApi
{
    /// <summary>Maps all its routes.</summary>
    public static IEndpointRouteBuilder MapSweeps(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/sweeps").WithTags("Sweeps");
        group.MapPost("/", Submit).WithName("SubmitSweep")
            .WithSummary("Submits many experiments as one; the same id with the same sweep again changes nothing.")
            .Accepts<SweepSpec>("application/json").AddEndpointFilter<SweepFilter>();
        group.MapGet("/", List).WithName("ListSweeps").WithSummary("Lists sweeps in the order of acceptance, page by page.");

        var known = group.MapGroup("/{id}").AddEndpointFilter<KnownSweep>().ProducesProblem(StatusCodes.Status404NotFound);
        known.MapGet("", Status).WithName("GetSweep").WithSummary("Where a sweep stands: experiments by phase, the best, rate and expected end.");
        known.MapGet("/leaderboard", Leaderboard).WithName("GetLeaderboard").WithSummary("Completed experiments, the least final loss first.");
        known.MapGet("/events", SweepEvents.Stream).WithName("WatchSweep")
            .WithSummary("Where a sweep stands as server-sent events, until all of its experiments have ended.");
        known.MapPost("/pause", Pause).WithName("PauseSweep").WithSummary("Trains none of its experiments until it is resumed.");
        known.MapPost("/resume", Resume).WithName("ResumeSweep").WithSummary("Goes on with a paused sweep and with all of its paused experiments.");
        known.MapPost("/cancel", Cancel).WithName("CancelSweep").WithSummary("Ends all of its experiments that have not ended yet.");
        return app;
    }

    private static async Task<Results<Created<SweepView>, Ok<SweepView>, ProblemHttpResult>> Submit(
        HttpContext context, IGrainFactory grains, IExperimentCatalog catalog, CancellationToken cancellationToken)
    {
        var sweep = SweepFilter.SweepOf(context);
        if (await FindStrangerAsync(sweep, catalog, cancellationToken) is { } stranger)
        {
            return Problems.Conflict($"Experiment '{stranger}' exists and is not of this sweep; choose another id for the sweep.");
        }

        var grain = grains.GetGrain<ISweepGrain>(sweep.Id);
        var start = await grain.StartAsync(new Immutable<SweepSpec>(sweep));
        return start.Outcome switch
        {
            SweepStart.Accepted => TypedResults.Created($"/sweeps/{sweep.Id}", start.New),
            SweepStart.AlreadyAccepted => TypedResults.Ok((await grain.GetStatusAsync())!),
            _ => Problems.Conflict($"Sweep '{sweep.Id}' exists with other experiments; choose another id."),
        };
    }

    /// <summary>An experiment that has the name of the sweep's first or last one and is not of the sweep; null when there is none.</summary>
    private static async Task<string?> FindStrangerAsync(SweepSpec sweep, IExperimentCatalog catalog, CancellationToken cancellationToken)
    {
        foreach (var id in (string[])[sweep.ExperimentIdAt(0), sweep.ExperimentIdAt(sweep.Count - 1)])
        {
            if (await catalog.FindAsync(id, cancellationToken) is { } known && known.Sweep != sweep.Id)
            {
                return id;
            }
        }

        return null;
    }

    private static async Task<Results<Ok<SweepPage>, ValidationProblem>> List(
        ISweepCatalog catalog, string? phase, string? limit, string? after, CancellationToken cancellationToken)
    {
        if (!ListQuery.TryReadSweeps(phase, limit, after, out var query, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        var page = await catalog.ListAsync(query, cancellationToken);
        return TypedResults.Ok(new SweepPage(
            [.. page.Entries.Select(entry => new SweepSummary(entry.Id, entry.Phase, entry.Count, entry.CreatedAt, entry.EndedAt))],
            page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Ok<SweepView>> Status(string id, IGrainFactory grains) =>
        TypedResults.Ok((await grains.GetGrain<ISweepGrain>(id).GetStatusAsync())!);

    private static async Task<Results<Ok<ExperimentPage>, ValidationProblem>> Leaderboard(
        string id, IExperimentCatalog catalog, string? limit, string? after, CancellationToken cancellationToken)
    {
        if (!new ListQuery(null, null, id, ListQuery.ByLoss, null, limit, after).TryRead(out var query, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        var page = await catalog.ListAsync(query, cancellationToken);
        return TypedResults.Ok(new ExperimentPage(page.Entries, page.Next?.ToString()));
    }

    private static Task<Results<Ok<SweepView>, ProblemHttpResult>> Pause(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, SweepVerb.Pause);

    private static Task<Results<Ok<SweepView>, ProblemHttpResult>> Resume(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, SweepVerb.Resume);

    private static Task<Results<Ok<SweepView>, ProblemHttpResult>> Cancel(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, SweepVerb.Cancel);

    private static async Task<Results<Ok<SweepView>, ProblemHttpResult>> ControlAsync(string id, IGrainFactory grains, SweepVerb verb)
    {
        var grain = grains.GetGrain<ISweepGrain>(id);
        var result = await grain.ControlAsync(verb);
        if (result.Ruling == ControlRuling.Refused)
        {
            return Problems.Conflict(SweepControl.Refusal(id, verb, result.Phase!.Value));
        }

        return TypedResults.Ok((await grain.GetStatusAsync())!);
    }
}
