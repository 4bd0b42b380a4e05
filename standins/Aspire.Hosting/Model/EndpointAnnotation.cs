using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address at which a resource listens.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> _allocation = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool? _isExplicitlyProxied;
    private int? _port;
    private int? _targetPort;

    internal EndpointAnnotation(string name, string? uriScheme = null)
    {
        Name = name;
        UriScheme = uriScheme ?? "tcp";
    }

    public string Name { get; set; }

    public ProtocolType Protocol { get; set; } = ProtocolType.Tcp;

    public string UriScheme { get; set; }

    /// <summary>The address that the process binds to.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>Whether the orchestrator listens at <see cref="Port"/> and forwards to the process at <see cref="TargetPort"/>.</summary>
    public bool IsProxied
    {
        get => _isExplicitlyProxied ?? true;
        set => _isExplicitlyProxied = value;
    }

    public bool IsExternal { get; set; }

    public int? Port
    {
        get => _port ?? (IsProxied ? null : _targetPort);
        set => _port = value;
    }

    public int? TargetPort
    {
        get => _targetPort ?? (IsProxied ? null : _port);
        set => _targetPort = value;
    }

    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocation.Task.IsCompletedSuccessfully ? _allocation.Task.Result : null;
        set => _allocation.TrySetResult(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>The environment variable that tells the process its own port.</summary>
    internal string? TargetPortVariable { get; set; }

    /// <summary>The name under which the orchestrator knows this endpoint.</summary>
    internal string ServiceName { get; set; } = "";

    internal Task<AllocatedEndpoint> Allocation => _allocation.Task;
}
