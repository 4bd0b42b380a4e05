using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Persistence;
using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Grains;

/// <summary>What the store keeps of an experiment: the spec it was accepted with, and where it stands.</summary>
[GenerateSerializer, Alias("distributed.experiment-state")]
public sealed class ExperimentState : ICatalogued
{
    /// <summary>Name of this state in the store.</summary>
    public const string Name = "experiment";

    /// <summary>Name of the storage provider that keeps it.</summary>
    public const string Storage = "experiments";

    /// <summary>The spec; null before the first start.</summary>
    [Id(0)]
    public ExperimentSpec? Spec { get; set; }

    /// <summary>Where it stands; null before the first start.</summary>
    [Id(1)]
    public ExperimentView? View { get; set; }

    /// <summary>How its sweep stops the weak early; null when it does not, or there is no sweep.</summary>
    [Id(2)]
    public Halving? Halving { get; set; }

    /// <summary>Where its runs stand in the queue.</summary>
    [Id(3)]
    public RunPriority Priority { get; set; }

    /// <summary>How many epochs it had completed when a user asked for more; null when nobody has.</summary>
    [Id(4)]
    public int? ExtendedFrom { get; set; }

    /// <summary>An experiment of a sweep that was just accepted.</summary>
    public static ExperimentState Accept(SweepSpec sweep, int index, DateTimeOffset now)
    {
        var state = Accept(sweep.ExperimentAt(index), now, sweep.Priority);
        state.Halving = sweep.Halving;
        state.View = state.View! with { Sweep = sweep.Id };
        return state;
    }

    /// <summary>An experiment that was just accepted by itself.</summary>
    public static ExperimentState Accept(ExperimentSpec spec, DateTimeOffset now, RunPriority priority = RunPriority.Normal) => new()
    {
        Spec = spec,
        Priority = priority,
        View = new ExperimentView(
            spec.Id, spec.Model, ExperimentPhase.Queued, Epoch: 0, spec.Epochs, Loss: null, Version: null, Failure: null,
            Silo: null, CreatedAt: now, StartedAt: null, EndedAt: null),
    };

    /// <summary>The state once training begins, or goes on from where <paramref name="reached"/> says.</summary>
    public ExperimentState Begin(string silo, DateTimeOffset now, ExperimentView reached) => With(View! with
    {
        Phase = ExperimentPhase.Running,
        Epoch = reached.Epoch,
        Loss = reached.Loss,
        Silo = silo,
        StartedAt = View.StartedAt ?? now,
    });

    /// <summary>The state once a run has ended so. A run that was stopped or interrupted leaves it as it is.</summary>
    public ExperimentState Conclude(RunOutcome outcome, DateTimeOffset now) => outcome switch
    {
        RunCompleted done => With(View! with
        {
            Phase = ExperimentPhase.Completed,
            Epoch = done.Epoch,
            Loss = done.Loss,
            Version = done.Version,
            EndedAt = now,
        }),
        RunHalved halved => With(View! with
        {
            Phase = ExperimentPhase.Cancelled,
            Epoch = halved.Epoch,
            Loss = halved.Loss,
            EndedAt = now,
        }),
        RunFailed failed => With(View! with
        {
            Phase = ExperimentPhase.Failed,
            Epoch = failed.Epoch,
            Loss = null,
            Failure = failed.Failure,
            EndedAt = now,
        }),
        _ => this,
    };

    /// <summary>The state once a user has ended the experiment there.</summary>
    public ExperimentState Cancel(Milestone last, DateTimeOffset now) =>
        With(Reached(last) with { Phase = ExperimentPhase.Cancelled, EndedAt = now });

    /// <summary>The state once a user has paused the experiment, which goes on from this checkpoint.</summary>
    public ExperimentState Pause(Milestone checkpoint) => With(Reached(checkpoint) with { Phase = ExperimentPhase.Paused });

    /// <summary>The state once a user has let a paused experiment go on.</summary>
    public ExperimentState Resume() => With(View! with { Phase = ExperimentPhase.Queued });

    /// <summary>The state once a user has asked for more epochs of a completed experiment; what it has published stands.</summary>
    public ExperimentState Extend(int epochs) => new()
    {
        Spec = Spec! with { Epochs = epochs },
        Halving = Halving,
        Priority = Priority,
        ExtendedFrom = Spec.Epochs,
        View = View! with { Phase = ExperimentPhase.Queued, Epochs = epochs, EndedAt = null },
    };

    /// <summary>The state once a user has asked to try a failed experiment again, which goes on from this checkpoint.</summary>
    public ExperimentState Retry(Milestone checkpoint) => With(Reached(checkpoint) with
    {
        Phase = ExperimentPhase.Queued,
        Failure = null,
        EndedAt = null,
    });

    private ExperimentView Reached(Milestone reached) => View! with { Epoch = reached.Epoch, Loss = reached.Loss };

    private ExperimentState With(ExperimentView view) =>
        new() { Spec = Spec, Halving = Halving, Priority = Priority, ExtendedFrom = ExtendedFrom, View = view };
}
