namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address at which others reach an endpoint.</summary>
public class AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
{
    public EndpointAnnotation Endpoint { get; } = endpoint;

    public string Address { get; } = address;

    public int Port { get; } = port;

    public string? TargetPortExpression { get; } = targetPortExpression;

    public string UriScheme => Endpoint.UriScheme;

    public string UriString => $"{UriScheme}://{Address}:{Port}";

    public override string ToString() => UriString;
}
