namespace Orleans.Configuration;

/// <summary>How silos watch each other.</summary>
public class ClusterMembershipOptions
{
    private TimeSpan? _minProbeTimeout;
    private TimeSpan? _maxProbeTimeout;

    /// <summary>How many signs of life in the table a silo may miss before its entry counts as stale. The default is 3.</summary>
    public int NumMissedTableIAmAliveLimit { get; set; } = 3;

    /// <summary>Whether silos that do not answer are declared dead. The default is true.</summary>
    public bool LivenessEnabled { get; set; } = true;

    /// <summary>How often a silo is probed, and how long it has to answer. The default is 5 seconds.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Least time that a probe may take; half of <see cref="ProbeTimeout"/> by default.</summary>
    public TimeSpan MinProbeTimeout
    {
        get => _minProbeTimeout ?? ProbeTimeout / 2;
        set => _minProbeTimeout = value;
    }

    /// <summary>Most time that a probe may take; four times <see cref="ProbeTimeout"/> by default.</summary>
    public TimeSpan MaxProbeTimeout
    {
        get => _maxProbeTimeout ?? ProbeTimeout * 4;
        set => _maxProbeTimeout = value;
    }

    // Orleans adapts the period to the answers within these bounds; here it is as configured, within the same bounds.
    internal TimeSpan ProbePeriod => TimeSpan.FromTicks(Math.Clamp(ProbeTimeout.Ticks, MinProbeTimeout.Ticks, MaxProbeTimeout.Ticks));

    /// <summary>How often the table is read. The default is one minute.</summary>
    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a vote for a silo's death counts. The default is 2 minutes.</summary>
    public TimeSpan DeathVoteExpirationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a silo writes its sign of life. The default is 30 seconds.</summary>
    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a silo tries to join. The default is 5 minutes.</summary>
    public TimeSpan MaxJoinAttemptTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether silos tell each other of changes. The default is true.</summary>
    public bool UseLivenessGossip { get; set; } = true;

    /// <summary>How many silos a silo probes. The default is 10.</summary>
    public int NumProbedSilos { get; set; } = 10;

    /// <summary>How many probes in a row must fail for a vote. The default is 3.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>How many votes declare a silo dead. The default is 2; half of the active silos are enough when they are few.</summary>
    public int NumVotesForDeathDeclaration { get; set; } = 2;

    /// <summary>How long entries of dead silos are kept. The default is one week.</summary>
    public TimeSpan DefunctSiloExpiration { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often older entries are deleted; null for never. The default is one hour.</summary>
    public TimeSpan? DefunctSiloCleanupPeriod { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many entries of dead silos are kept; null for all. The default is 25.</summary>
    public int? MaxDefunctSiloEntries { get; set; } = 25;

    /// <summary>Whether silos that try to join for too long are declared dead. The default is true.</summary>
    public bool EvictWhenMaxJoinAttemptTimeExceeded { get; set; } = true;

    internal TimeSpan AllowedIAmAliveMissPeriod => IAmAliveTablePublishTimeout * NumMissedTableIAmAliveLimit;
}
