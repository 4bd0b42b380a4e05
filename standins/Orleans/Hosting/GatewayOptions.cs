namespace Orleans.Configuration;

/// <summary>How a client follows the list of gateways.</summary>
public class GatewayOptions
{
    /// <summary>How often the list is read anew; one minute by default.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
