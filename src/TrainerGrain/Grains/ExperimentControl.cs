using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Grains;

/// <summary>What a user can ask of an experiment.</summary>
[Alias("distributed.experiment-verb")]
public enum ExperimentVerb
{
    /// <summary>Stop training where it is, to go on later.</summary>
    Pause = 0,

    /// <summary>Go on with a paused one.</summary>
    Resume = 1,

    /// <summary>End it where it is.</summary>
    Cancel = 2,

    /// <summary>Train a completed one further.</summary>
    Extend = 3,

    /// <summary>Try a failed one again, from its last checkpoint.</summary>
    Retry = 4,

    /// <summary>Forget it; the versions that it published stay.</summary>
    Delete = 5,
}

/// <summary>What a verb does in a phase.</summary>
[Alias("distributed.control-ruling")]
public enum ControlRuling
{
    /// <summary>It does what it says.</summary>
    Allowed = 0,

    /// <summary>What it asks for is so already; nothing changes.</summary>
    Fulfilled = 1,

    /// <summary>It makes no sense there; nothing changes.</summary>
    Refused = 2,
}

/// <summary>The table of which verb is allowed in which phase.</summary>
public static class ExperimentControl
{
    /// <summary>By phase, in the order of its numbers, what each verb does, in the order of theirs: + allowed, = fulfilled, - refused.</summary>
    private static readonly string[] Table =
    [
        //           Pause Resume Cancel Extend Retry Delete
        /* Queued */    "+=+-=-",
        /* Running */   "+=+-=-",
        /* Paused */    "=++--+",
        /* Completed */ "--=+-+",
        /* Failed */    "--=-++",
        /* Cancelled */ "--=--+",
    ];

    /// <summary>What a verb does in a phase. An extension may still be refused, or fulfilled, by its number of epochs.</summary>
    public static ControlRuling Judge(ExperimentVerb verb, ExperimentPhase phase) => ControlTable.Judge(Table, (int)phase, (int)verb);

    /// <summary>What is allowed in a phase.</summary>
    public static IEnumerable<ExperimentVerb> AllowedIn(ExperimentPhase phase) =>
        Enum.GetValues<ExperimentVerb>().Where(verb => Judge(verb, phase) == ControlRuling.Allowed);
}
