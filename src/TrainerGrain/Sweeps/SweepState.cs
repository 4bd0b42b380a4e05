using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Persistence;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>Where a sweep stands. Small, since it is written often; what the sweep is, is written once, as its <see cref="SweepDocument"/>.</summary>
public sealed record SweepState : ISweepLine
{
    /// <summary>Name of this state in the store.</summary>
    public const string Name = "sweep";

    /// <summary>Its line in the list of sweeps; null before the first start.</summary>
    public SweepEntry? Entry { get; init; }

    /// <summary>How many of its experiments, in the order of their indices, are in the store.</summary>
    public int Accepted { get; init; }

    /// <summary>The place in the catalog up to which experiments were handed to runners.</summary>
    public long Reached { get; init; }

    /// <summary>Whether what the last command asks for is done to every experiment.</summary>
    public bool Settled { get; init; }

    /// <summary>A sweep that was just accepted.</summary>
    public static SweepState Accept(SweepSpec sweep, DateTimeOffset now) =>
        new() { Entry = new SweepEntry(sweep.Id, SweepPhase.Running, sweep.Count, now, EndedAt: null), Settled = true };

    /// <summary>The state once a user has asked for this.</summary>
    public SweepState Obey(SweepVerb verb) => this with
    {
        Entry = Entry! with
        {
            Phase = verb switch
            {
                SweepVerb.Pause => SweepPhase.Paused,
                SweepVerb.Resume => SweepPhase.Running,
                _ => SweepPhase.Cancelled,
            },
        },
        Settled = false,
    };

    /// <summary>The state once every experiment has ended.</summary>
    public SweepState End(DateTimeOffset now) => this with
    {
        Entry = Entry! with { Phase = Entry.Phase == SweepPhase.Cancelled ? SweepPhase.Cancelled : SweepPhase.Completed, EndedAt = now },
        Settled = true,
    };

    /// <summary>The state of a completed sweep of which an experiment goes on.</summary>
    public SweepState Reopen() => this with { Entry = Entry! with { Phase = SweepPhase.Running, EndedAt = null } };
}

/// <summary>What a sweep is.</summary>
public sealed class SweepDocument
{
    /// <summary>Name of this state in the store.</summary>
    public const string Name = "sweep-spec";

    /// <summary>The sweep as <see cref="SweepJson"/> writes it; empty before the first start.</summary>
    public byte[] Json { get; set; } = [];
}
