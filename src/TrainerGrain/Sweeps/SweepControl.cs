using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Grains;
using static Distributed.TrainerGrain.Grains.ControlTable;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>What a user can ask of a sweep.</summary>
[Alias("distributed.sweep-verb")]
public enum SweepVerb
{
    /// <summary>Train none of its experiments for now.</summary>
    Pause = 0,

    /// <summary>Go on, also with experiments that were paused by themselves.</summary>
    Resume = 1,

    /// <summary>End all experiments that have not ended yet.</summary>
    Cancel = 2,
}

/// <summary>What became of a command.</summary>
/// <param name="Ruling">Whether it was done, was so already, or was refused.</param>
/// <param name="Phase">Where the sweep then stands; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("distributed.sweep-control-result")]
public sealed record SweepControlResult([property: Id(0)] ControlRuling Ruling, [property: Id(1)] SweepPhase? Phase);

/// <summary>The table of which verb is allowed in which phase.</summary>
public static class SweepControl
{
    /// <summary>By phase, in the order of its numbers, what each verb does, in the order of theirs: + allowed, = fulfilled, - refused.</summary>
    private static readonly string[] Table =
    [
        //           Pause Resume Cancel
        /* Running */   "+++",
        /* Paused */    "=++",
        /* Completed */ "--=",
        /* Cancelled */ "--=",
    ];

    /// <summary>What a verb does in a phase.</summary>
    public static ControlRuling Judge(SweepVerb verb, SweepPhase phase) => ControlTable.Judge(Table, (int)phase, (int)verb);

    /// <summary>Why a verb is refused in a phase, and what is not.</summary>
    public static string Refusal(string id, SweepVerb verb, SweepPhase phase)
    {
        var allowed = string.Join(", ", Enum.GetValues<SweepVerb>().Where(other => Judge(other, phase) == ControlRuling.Allowed).Select(NameOf));
        return $"Sweep '{id}' is {NameOf(phase)}, which does not allow {NameOf(verb)}; allowed now: {(allowed.Length > 0 ? allowed : "nothing")}.";
    }
}
