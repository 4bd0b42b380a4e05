namespace Orleans.Runtime;

/// <summary>Addresses as gateway URIs.</summary>
public static class Utils
{
    /// <summary>Writes <c>gwy.tcp://ip:port/generation</c>.</summary>
    public static Uri ToGatewayUri(this SiloAddress address) => new($"gwy.tcp://{address.Endpoint}/{address.Generation}");
}
