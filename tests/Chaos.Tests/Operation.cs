using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests;

/// <summary>What one client asked, when, and what it was told.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="Verb">What was asked.</param>
/// <param name="Target">The experiment, the sweep, or the model.</param>
/// <param name="Server">Which process was asked.</param>
/// <param name="Begin">When, since the beginning of the run.</param>
/// <param name="End">When the answer was complete.</param>
/// <param name="Answer">What was told.</param>
internal sealed record Operation(string Client, Verb Verb, string Target, string Server, TimeSpan Begin, TimeSpan End, Answer Answer)
{
    /// <summary>The version that was asked for; null for any.</summary>
    public int? Version { get; init; }

    public override string ToString() => FormattableString.Invariant(
        $"{Begin.TotalSeconds,8:0.000}–{End.TotalSeconds:0.000}  {Client} asked {Server}: {Verb} {Target}{(Version is null ? "" : $" version {Version}")} → {Answer}");
}

/// <summary>What a client can ask.</summary>
internal enum Verb
{
    /// <summary>Start an experiment.</summary>
    Start,

    /// <summary>Start another experiment under a name that is taken.</summary>
    StartOther,
    Cancel,
    Status,
    Losses,

    /// <summary>Submit a sweep.</summary>
    SweepStart,

    /// <summary>Submit another sweep under a name that is taken.</summary>
    SweepStartOther,
    SweepStatus,

    /// <summary>Follow a sweep's events for a while.</summary>
    SweepWatch,

    /// <summary>The experiments of a sweep.</summary>
    SweepList,
    SweepPause,
    SweepResume,
    SweepCancel,

    /// <summary>Of an experiment: its sweep was asked to pause.</summary>
    Pause,

    /// <summary>Of an experiment: a list of experiments was asked for. It shows what is in the store, a live answer more.</summary>
    Listed,

    /// <summary>Which versions a model has, and which one answers.</summary>
    Versions,

    /// <summary>A prediction, of one version or of whichever answers.</summary>
    Predict,
}

/// <summary>What a client was told.</summary>
internal abstract record Answer
{
    /// <summary>True when it says something about the system rather than about its troubles.</summary>
    public virtual bool IsKnowledge => true;
}

/// <summary>No answer, or one that says that there was trouble: whether anything happened is not known.</summary>
/// <param name="Why">What went wrong.</param>
/// <param name="Status">The answer's status code; null for no answer.</param>
internal sealed record Trouble(string Why, int? Status = null) : Answer
{
    public override bool IsKnowledge => false;
}

/// <summary>There is no such thing.</summary>
internal sealed record NotFound : Answer;

/// <summary>The name is taken by another spec.</summary>
internal sealed record Conflict : Answer;

/// <summary>Where an experiment stands; to a start or a cancel, its acknowledgement.</summary>
internal sealed record Standing(ExperimentView View) : Answer;

/// <summary>An experiment's losses so far.</summary>
internal sealed record LossesSeen(IReadOnlyList<float?> Losses) : Answer
{
    public override string ToString() => $"{Losses.Count} losses";
}

/// <summary>What an inference service knows of a model.</summary>
internal sealed record VersionsSeen(int Serving, IReadOnlyList<int> Versions) : Answer
{
    public override string ToString() => $"version {Serving} serves of {string.Join(", ", Versions)}";
}

/// <summary>Predictions for the workload's rows, and the version that made them.</summary>
internal sealed record Predicted(int Version, IReadOnlyList<float> Values) : Answer
{
    public override string ToString() => $"version {Version} predicts {string.Join(", ", Values)}";
}
