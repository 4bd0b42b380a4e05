namespace Distributed.Chaos.Tests;

/// <summary>Something that befell a process.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Victim">Which process.</param>
/// <param name="What">What befell it.</param>
/// <param name="Detail">More, for people.</param>
/// <param name="Length">How long it lasts, when that is known.</param>
internal sealed record Happening(TimeSpan At, string Victim, Befallen What, string Detail = "", TimeSpan Length = default)
{
    public override string ToString() =>
        FormattableString.Invariant($"{At.TotalSeconds,8:0.000}  {Victim,-12} {Words[What]}{(Detail.Length > 0 ? ": " + Detail : "")}");

    private static Dictionary<Befallen, string> Words { get; } = new()
    {
        [Befallen.Started] = "started",
        [Befallen.Up] = "up",
        [Befallen.Killed] = "killed",
        [Befallen.Stopped] = "asked to stop",
        [Befallen.Paused] = "paused",
        [Befallen.TrapSet] = "trap set",
        [Befallen.TrapSprung] = "trap sprung",
        [Befallen.Ended] = "ended",
        [Befallen.EndedByItself] = "ended by itself",
        [Befallen.StartFailed] = "did not start",
        [Befallen.Hung] = "does not stop",
    };
}

/// <summary>What may befall a process.</summary>
internal enum Befallen
{
    Started,
    Up,
    Killed,
    Stopped,
    Paused,
    TrapSet,
    TrapSprung,

    /// <summary>By a fault.</summary>
    Ended,

    /// <summary>No fault of ours explains it.</summary>
    EndedByItself,

    /// <summary>Ended before it was up.</summary>
    StartFailed,

    /// <summary>Did not end although it was asked to.</summary>
    Hung,
}
