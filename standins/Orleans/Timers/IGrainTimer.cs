using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Runs a callback in turns of a grain until it is disposed or the activation stops.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the time to the next tick and from the end of a tick to the one after; infinite for none.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer runs.</summary>
public readonly struct GrainTimerCreationOptions
{
    /// <summary>Creates options.</summary>
    public GrainTimerCreationOptions()
    {
    }

    /// <summary>Creates options.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>The time to the first tick; infinite for none.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a tick to the next; infinite for none.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks interleave with requests. The default is false.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether ticks keep the activation from being collected. The default is false.</summary>
    public bool KeepAlive { get; init; }
}
