namespace Distributed.TrainerGrain.Running;

/// <summary>Which queued runs go first, and whose steps get more of the time: each priority four times as much as the one below.</summary>
public enum RunPriority
{
    /// <summary>After all others.</summary>
    Low = -1,

    /// <summary>Like most.</summary>
    Normal = 0,

    /// <summary>Before all others.</summary>
    High = 1,
}
