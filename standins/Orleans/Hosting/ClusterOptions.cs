namespace Orleans.Configuration;

/// <summary>The names of the cluster and of the service.</summary>
public class ClusterOptions
{
    /// <summary>The default of <see cref="ClusterId"/>.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The default of <see cref="ServiceId"/>.</summary>
    public const string DefaultServiceId = "default";

    internal const string DevelopmentId = "dev";

    /// <summary>Names this deployment; silos with the same id form a cluster.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>Names the service over all its deployments; storage keys use it.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>A silo's name.</summary>
public class SiloOptions
{
    /// <summary>The name; generated when not set.</summary>
    public string SiloName { get; set; } = null!;
}

/// <summary>When idle activations are stopped.</summary>
public class GrainCollectionOptions
{
    /// <summary>The default of <see cref="CollectionQuantum"/>.</summary>
    public static readonly TimeSpan DEFAULT_COLLECTION_QUANTUM = TimeSpan.FromMinutes(1);

    /// <summary>The default of <see cref="ActivationTimeout"/>.</summary>
    public static readonly TimeSpan DEFAULT_ACTIVATION_TIMEOUT = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="DeactivationTimeout"/>.</summary>
    public static readonly TimeSpan DEFAULT_DEACTIVATION_TIMEOUT = TimeSpan.FromSeconds(30);

    /// <summary>How often idle activations are looked for. The default is one minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = DEFAULT_COLLECTION_QUANTUM;

    /// <summary>How long an activation must be idle. The default is 15 minutes; it must be longer than <see cref="CollectionQuantum"/>.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The age by full name of the grain class.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    /// <summary>How long an activation may take to start. The default is 30 seconds.</summary>
    public TimeSpan ActivationTimeout { get; set; } = DEFAULT_ACTIVATION_TIMEOUT;

    /// <summary>How long an activation may take to stop. The default is 30 seconds.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = DEFAULT_DEACTIVATION_TIMEOUT;
}

/// <summary>The cluster of one machine for development.</summary>
public class DevelopmentClusterMembershipOptions
{
    /// <summary>The silo that keeps the membership.</summary>
    public System.Net.IPEndPoint? PrimarySiloEndpoint { get; set; }
}
