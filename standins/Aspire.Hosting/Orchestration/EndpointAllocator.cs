using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Configuration;
using Service = Aspire.Hosting.Dcp.DcpObject<Aspire.Hosting.Dcp.ServiceSpec, Aspire.Hosting.Dcp.ServiceStatus>;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives every endpoint its address before any process starts, so that processes can be told of each other.</summary>
internal sealed class EndpointAllocator(DcpHost dcp, DistributedApplicationModel model, IConfiguration configuration)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly bool _randomizePorts = configuration.GetValue<bool>("DcpPublisher:RandomizePorts");

    public async Task AllocateAllAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources)
        {
            Prepare(resource, [.. resource.Annotations.OfType<EndpointAnnotation>()]);
        }

        await Task.WhenAll(model.Resources
            .SelectMany(r => r.Annotations.OfType<EndpointAnnotation>())
            .Select(e => AllocateAsync(e, cancellationToken))).ConfigureAwait(false);
    }

    private static void Prepare(IResource resource, IReadOnlyList<EndpointAnnotation> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.ServiceName = endpoints.Count == 1 ? resource.Name : $"{resource.Name}-{endpoint.Name}";
            if (!endpoint.IsProxied)
            {
                PrepareProxyless(resource, endpoint);
            }
            else if (endpoint.Port is { } port && port == endpoint.TargetPort)
            {
                throw new InvalidOperationException(
                    $"The endpoint '{endpoint.Name}' for resource '{resource.Name}' requested a proxy (IsProxied is true). Non-container " +
                    "resources cannot be proxied when both TargetPort and Port are specified with the same value.");
            }
        }
    }

    private static void PrepareProxyless(IResource resource, EndpointAnnotation endpoint)
    {
        if (resource.Instances().Count > 1)
        {
            throw new InvalidOperationException(
                $"Resource '{resource.Name}' uses multiple replicas and a proxy-less endpoint '{endpoint.Name}'. These features do not work together.");
        }

        if (endpoint.Port != endpoint.TargetPort)
        {
            throw new InvalidOperationException(
                $"The endpoint '{endpoint.Name}' for resource '{resource.Name}' is not using a proxy, and it has a value of Port property " +
                "that is different from the value of TargetPort property. For proxy-less endpoints they must match.");
        }

        endpoint.Port ??= FindFreePort();
    }

    private async Task AllocateAsync(EndpointAnnotation endpoint, CancellationToken cancellationToken)
    {
        var spec = new ServiceSpec
        {
            Address = endpoint.TargetHost,
            Port = endpoint.IsProxied && _randomizePorts ? null : endpoint.Port,
            AddressAllocationMode = endpoint.IsProxied ? null : "Proxyless",
        };
        await dcp.Client.CreateAsync("services", new Service("Service", new(endpoint.ServiceName), spec), cancellationToken).ConfigureAwait(false);
        var port = spec.Port ?? await WaitForPortAsync(endpoint.ServiceName, cancellationToken).ConfigureAwait(false);
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(
            endpoint, endpoint.TargetHost, port, $$$"""{{- portForServing "{{{endpoint.ServiceName}}}" -}}""");
    }

    private async Task<int> WaitForPortAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            var service = await dcp.Client.FindAsync<Service>("services", name, cancellationToken).ConfigureAwait(false);
            if (service?.Status?.EffectivePort is { } port and > 0)
            {
                return port;
            }

            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
