namespace Distributed.Chaos.Tests.Faults;

/// <summary>One thing to do to one process.</summary>
/// <param name="After">How long after the fault before.</param>
/// <param name="Victim">To which process.</param>
/// <param name="Kind">What.</param>
/// <param name="Down">How long a process that ended stays down.</param>
internal sealed record Fault(TimeSpan After, string Victim, FaultKind Kind, TimeSpan Down)
{
    /// <summary>What it is called, for people.</summary>
    public string Name => $"{Kind.ToString().ToLowerInvariant()}{(Point is null ? "" : " " + Point.Name)}";

    /// <summary>Where in the code; null for here and now.</summary>
    public FaultPoint? Point { get; init; }

    /// <summary>At which pass of the point, from 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>Waits for the process to be up: most faults are to meet work, some the start.</summary>
    public bool WhenUp { get; init; }

    /// <summary>How long a pause lasts.</summary>
    public TimeSpan Length { get; init; }
}

/// <summary>Ways to hurt a process.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Pause,

    /// <summary>SIGTERM: a graceful stop.</summary>
    Stop,
}
