namespace Orleans.Runtime;

/// <summary>Where a silo is in its life.</summary>
[GenerateSerializer]
public enum SiloStatus
{
    /// <summary>Unknown.</summary>
    None = 0,

    /// <summary>It exists.</summary>
    Created = 1,

    /// <summary>It joins.</summary>
    Joining = 2,

    /// <summary>It serves grains.</summary>
    Active = 3,

    /// <summary>It stops in order.</summary>
    ShuttingDown = 4,

    /// <summary>It stops at once.</summary>
    Stopping = 5,

    /// <summary>It is gone.</summary>
    Dead = 6,
}
