using Distributed.Contracts.Sweeps;
using Orleans.Concurrency;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>One sweep, by its id: makes its experiments, and keeps as many of them in training as there is room for.</summary>
[Alias("distributed.sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Accepts the sweep; durable on return. The same sweep again changes nothing.</summary>
    [Alias("start")]
    Task<SweepStartResult> StartAsync(Immutable<SweepSpec> sweep);

    /// <summary>Goes on with an unfinished sweep after a silo was lost; a no-op for any other.</summary>
    [Alias("resume-unfinished")]
    Task ResumeUnfinishedAsync();

    /// <summary>An experiment of it that had ended goes on: a completed sweep is running again.</summary>
    [Alias("reopen")]
    Task ReopenAsync();

    /// <summary>Pauses, resumes or cancels it, as <see cref="SweepControl"/> allows; durable on return, and done to its experiments soon after.</summary>
    [Alias("control")]
    Task<SweepControlResult> ControlAsync(SweepVerb verb);

    /// <summary>Where it stands; null when nothing was ever started here.</summary>
    [AlwaysInterleave, Alias("status")]
    Task<SweepView?> GetStatusAsync();

    /// <summary>Where it stands, again whenever that has changed, until all of its experiments have ended.</summary>
    [AlwaysInterleave, Alias("watch")]
    IAsyncEnumerable<SweepView> WatchAsync(CancellationToken cancellationToken = default);
}

/// <summary>What became of a start.</summary>
/// <param name="Outcome">Whether it was accepted.</param>
/// <param name="New">Where a sweep that was accepted just now stands; null for others.</param>
[GenerateSerializer, Immutable, Alias("distributed.sweep-start-result")]
public sealed record SweepStartResult([property: Id(0)] SweepStart Outcome, [property: Id(1)] SweepView? New = null);

/// <summary>The ways in which a start can end.</summary>
[Alias("distributed.sweep-start")]
public enum SweepStart
{
    /// <summary>New, and accepted.</summary>
    Accepted = 0,

    /// <summary>The same sweep was accepted before.</summary>
    AlreadyAccepted = 1,

    /// <summary>Another sweep was accepted under this id; nothing changed.</summary>
    SweepDiffers = 2,
}
