using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Sweeps;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Api;

/// <summary>The routes that control one experiment.</summary>
internal static class ControlApi
{
    /// <summary>Maps them on the group of one experiment's routes.</summary>
    public static void MapControl(this RouteGroupBuilder known)
    {
        known.MapPost("/pause", Pause).WithName("PauseExperiment")
            .WithSummary("Stops training where it is; without effect on one that is paused.");
        known.MapPost("/resume", Resume).WithName("ResumeExperiment")
            .WithSummary("Goes on with a paused experiment; without effect on one that waits or trains.");
        known.MapPost("/cancel", Cancel).WithName("CancelExperiment")
            .WithSummary("Ends an experiment where it is; without effect on one that has ended.");
        known.MapPost("/retry", Retry).WithName("RetryExperiment")
            .WithSummary("Tries a failed experiment again from its last checkpoint; without effect on one that waits or trains.");
        known.MapPost("/extend", Extend).WithName("ExtendExperiment")
            .WithSummary("Trains a completed experiment on to more epochs; without effect on one that has as many.")
            .Accepts<ExtendRequest>("application/json");
        known.MapDelete("", Delete).WithName("DeleteExperiment")
            .WithSummary("Forgets an experiment that has ended or is paused; the versions that it published stay.");
    }

    private static Task<Results<Ok<ExperimentView>, ProblemHttpResult>> Pause(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, new ControlCommand(ExperimentVerb.Pause));

    private static Task<Results<Ok<ExperimentView>, ProblemHttpResult>> Resume(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, new ControlCommand(ExperimentVerb.Resume));

    private static Task<Results<Ok<ExperimentView>, ProblemHttpResult>> Cancel(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, new ControlCommand(ExperimentVerb.Cancel));

    private static Task<Results<Ok<ExperimentView>, ProblemHttpResult>> Retry(string id, IGrainFactory grains) =>
        ControlAsync(id, grains, new ControlCommand(ExperimentVerb.Retry));

    private static async Task<Results<Ok<ExperimentView>, ProblemHttpResult, ValidationProblem>> Extend(
        string id, HttpContext context, IGrainFactory grains, IOptions<ApiOptions> options)
    {
        if (await JsonBody.ReadAsync(context, options.Value) is not { } body)
        {
            return Problems.TooLarge(options.Value.MaxBodyBytes);
        }

        var (epochs, errors) = ExtendRequest.Read(body);
        if (errors.Count > 0)
        {
            return Problems.Faulty(errors, "The request to extend has faults; nothing was changed.");
        }

        var answer = await ControlAsync(id, grains, new ControlCommand(ExperimentVerb.Extend, epochs));
        if (answer.Result is Ok<ExperimentView> done)
        {
            return done;
        }

        return (ProblemHttpResult)answer.Result;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(string id, IGrainFactory grains)
    {
        var answer = await ControlAsync(id, grains, new ControlCommand(ExperimentVerb.Delete));
        if (answer.Result is ProblemHttpResult problem)
        {
            return problem;
        }

        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ExperimentView>, ProblemHttpResult>> ControlAsync(
        string id, IGrainFactory grains, ControlCommand command)
    {
        var result = await grains.GetGrain<IExperimentGrain>(id).ControlAsync(command);
        if (result.Experiment is not { } view)
        {
            // The catalog knew it a moment ago: it was deleted in between.
            return Problems.UnknownExperiment(id);
        }

        if (result.Ruling == ControlRuling.Refused)
        {
            return Problems.Conflict(command.Refusal(view));
        }

        if (view is { Sweep: { } sweep, Phase: ExperimentPhase.Queued })
        {
            // It had ended or was paused, and goes on: so does its sweep, which may have ended with it.
            await grains.GetGrain<ISweepGrain>(sweep).ReopenAsync();
        }

        return TypedResults.Ok(view);
    }
}
