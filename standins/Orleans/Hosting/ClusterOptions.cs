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
