using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Membership;
using Orleans.Telemetry;

namespace Orleans.Hosting;

/// <summary>Clusters of one machine, and tracing.</summary>
public static class CoreHostingExtensions
{
    /// <summary>Traces calls from caller to callee.</summary>
    public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder)
    {
        builder.Services.TryAddSingleton(DistributedContextPropagator.Current);
        return builder.AddOutgoingGrainCallFilter<TracingOutgoingFilter>().AddIncomingGrainCallFilter<TracingIncomingFilter>();
    }

    /// <summary>A cluster on loopback.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
        int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = ClusterOptions.DevelopmentId,
        string clusterId = ClusterOptions.DevelopmentId)
    {
        builder.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = IPAddress.Loopback;
            options.SiloPort = siloPort;
            options.GatewayPort = gatewayPort;
        });
        builder.UseDevelopmentClustering(primarySiloEndpoint!);
        if (serviceId is ClusterOptions.DevelopmentId && clusterId is ClusterOptions.DevelopmentId)
        {
            builder.Services.PostConfigure<ClusterOptions>(UseDevelopmentIdsWhereMissing);
            return builder;
        }

        return builder.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = serviceId;
            options.ClusterId = clusterId;
        });
    }

    /// <summary>A cluster whose membership one silo keeps in memory: the one at <paramref name="primarySiloEndpoint"/>, or this one.</summary>
    public static ISiloBuilder UseDevelopmentClustering(this ISiloBuilder builder, IPEndPoint primarySiloEndpoint) =>
        builder.UseDevelopmentClustering(options => options.PrimarySiloEndpoint = primarySiloEndpoint);

    /// <summary>A cluster whose membership one silo keeps in memory.</summary>
    public static ISiloBuilder UseDevelopmentClustering(
        this ISiloBuilder builder, Action<DevelopmentClusterMembershipOptions> configureOptions) =>
        builder.UseDevelopmentClustering((OptionsBuilder<DevelopmentClusterMembershipOptions> options) => options.Configure(configureOptions));

    /// <summary>A cluster whose membership one silo keeps in memory.</summary>
    public static ISiloBuilder UseDevelopmentClustering(
        this ISiloBuilder builder, Action<OptionsBuilder<DevelopmentClusterMembershipOptions>> configureOptions)
    {
        configureOptions?.Invoke(builder.Services.AddOptions<DevelopmentClusterMembershipOptions>());
        builder.Services.AddSingleton<IMembershipTable, DevelopmentMembershipTable>();
        return builder;
    }

    private static void UseDevelopmentIdsWhereMissing(ClusterOptions options)
    {
        options.ClusterId = string.IsNullOrWhiteSpace(options.ClusterId) ? ClusterOptions.DevelopmentId : options.ClusterId;
        options.ServiceId = string.IsNullOrWhiteSpace(options.ServiceId) ? ClusterOptions.DevelopmentId : options.ServiceId;
    }
}
