namespace Orleans.Messaging;

/// <summary>Tells a client which silos take it in.</summary>
public interface IGatewayListProvider
{
    /// <summary>Prepares the provider.</summary>
    Task InitializeGatewayListProvider();

    /// <summary>The gateways of the cluster.</summary>
    Task<IList<Uri>> GetGateways();

    /// <summary>How old the list may become.</summary>
    TimeSpan MaxStaleness { get; }

    /// <summary>Not used any more.</summary>
    [Obsolete("This attribute is no longer used and all providers are considered updatable")]
    bool IsUpdatable { get; }
}
