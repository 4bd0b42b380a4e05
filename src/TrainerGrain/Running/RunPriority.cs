namespace Distributed.TrainerGrain.Running;

/// <summary>Which queued runs go first.</summary>
public enum RunPriority
{
    /// <summary>After all others.</summary>
    Low = -1,

    /// <summary>Like most.</summary>
    Normal = 0,

    /// <summary>Before all others.</summary>
    High = 1,
}
