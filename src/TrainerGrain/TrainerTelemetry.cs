using System.Diagnostics;
using System.Diagnostics.Metrics;
using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain;

/// <summary>
/// The trainer's own traces and metrics. No metric carries an experiment's name: thousands of experiments would
/// exceed what a metric stream keeps apart; a single experiment is watched by its trace and its events.
/// </summary>
public static class TrainerTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Distributed.Trainer";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Epochs = Meter.CreateCounter<long>("distributed.trainer.epochs", "{epoch}", "Epochs trained.");
    private static readonly Histogram<int> StackMembers =
        Meter.CreateHistogram<int>("distributed.trainer.stack.members", "{run}", "Runs trained together in one step.");

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("distributed.trainer.runs", "{run}", "Runs ended, by outcome.");

    internal static Activity? StartRun(TrainingJob job) =>
        Source.StartActivity("train experiment", ActivityKind.Internal, job.Trace)?
            .SetTag("experiment.id", job.Spec.Id)
            .SetTag("experiment.model", job.Spec.Model)
            .SetTag("experiment.epochs", job.Spec.Epochs);

    internal static Activity? StartRecovery() => Source.StartActivity("wake experiments");

    internal static Activity? StartPublish() => Source.StartActivity("publish model");

    internal static void EndRun(Activity? activity, RunOutcome outcome)
    {
        var name = outcome.GetType().Name["Run".Length..].ToLowerInvariant();
        Runs.Add(1, new KeyValuePair<string, object?>("outcome", name));
        activity?.SetTag("experiment.outcome", name);
        if (outcome is RunFailed failed)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failed.Failure);
        }
    }

    internal static void CountStep(int members, long epochs)
    {
        StackMembers.Record(members);
        Epochs.Add(epochs);
    }

    /// <summary>Shows how many runs a runner has, until the result is disposed.</summary>
    internal static IDisposable Observe(Func<int> queued, Func<int> inTraining)
    {
        var meter = new Meter(Name);
        meter.CreateObservableGauge("distributed.trainer.runs.queued", queued, "{run}", "Runs that wait for a place in training.");
        meter.CreateObservableGauge("distributed.trainer.runs.training", inTraining, "{run}", "Runs in training.");
        return meter;
    }
}
