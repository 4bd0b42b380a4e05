namespace Orleans.Configuration;

/// <summary>How silos connect to each other.</summary>
public class ConnectionOptions
{
    /// <summary>The default of <see cref="OpenConnectionTimeout"/>.</summary>
    public static readonly TimeSpan DEFAULT_OPENCONNECTION_TIMEOUT = TimeSpan.FromSeconds(5);

    /// <summary>How long a silo that could not be reached is not tried again. The default is one second.</summary>
    public TimeSpan ConnectionRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long opening a connection may take. The default is 5 seconds.</summary>
    public TimeSpan OpenConnectionTimeout { get; set; } = DEFAULT_OPENCONNECTION_TIMEOUT;
}
