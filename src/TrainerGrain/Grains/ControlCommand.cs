using Distributed.Contracts.Experiments;
using static Distributed.TrainerGrain.Grains.ControlTable;

namespace Distributed.TrainerGrain.Grains;

/// <summary>What a user asks of an experiment.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Epochs">For <see cref="ExperimentVerb.Extend"/>: the new total of epochs, valid as a spec's; for others 0.</param>
[GenerateSerializer, Immutable, Alias("distributed.control-command")]
public sealed record ControlCommand([property: Id(0)] ExperimentVerb Verb, [property: Id(1)] int Epochs = 0)
{
    /// <summary>What this does to an experiment that stands there.</summary>
    public ControlRuling Judge(ExperimentView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var ruling = ExperimentControl.Judge(Verb, view.Phase);
        return Verb != ExperimentVerb.Extend ? ruling
            : view.Epochs == Epochs && view.Phase is not (ExperimentPhase.Failed or ExperimentPhase.Cancelled) ? ControlRuling.Fulfilled
            : view.Epochs >= Epochs ? ControlRuling.Refused
            : ruling;
    }

    /// <summary>Why this is refused for an experiment that stands there, and what is not.</summary>
    public string Refusal(ExperimentView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (Verb == ExperimentVerb.Extend && ExperimentControl.Judge(Verb, view.Phase) == ControlRuling.Allowed)
        {
            return $"Experiment '{view.Id}' has {view.Epochs} epochs; it can be extended to more only, and {Epochs} is not more.";
        }

        var allowed = string.Join(", ", ExperimentControl.AllowedIn(view.Phase).Select(NameOf));
        return $"Experiment '{view.Id}' is {NameOf(view.Phase)}, which does not allow {NameOf(Verb)}; allowed now: {allowed}.";
    }
}

/// <summary>What became of a command.</summary>
/// <param name="Ruling">Whether it was done, was so already, or was refused.</param>
/// <param name="Experiment">Where the experiment then stands, for a deleted one where it last stood; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("distributed.control-result")]
public sealed record ControlResult([property: Id(0)] ControlRuling Ruling, [property: Id(1)] ExperimentView? Experiment);
