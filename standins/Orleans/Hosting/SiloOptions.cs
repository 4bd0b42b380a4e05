// The official package does not say which of these may be null.
#nullable disable annotations

namespace Orleans.Configuration;

/// <summary>A silo's name.</summary>
public class SiloOptions
{
    /// <summary>The name; generated when not set.</summary>
    public string SiloName { get; set; }
}

/// <summary>The cluster of one machine for development.</summary>
public class DevelopmentClusterMembershipOptions
{
    /// <summary>The silo that keeps the membership.</summary>
    public System.Net.IPEndPoint PrimarySiloEndpoint { get; set; }
}
