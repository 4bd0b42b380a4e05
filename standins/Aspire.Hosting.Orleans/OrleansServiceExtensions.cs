using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orleans;

namespace Aspire.Hosting;

public static class OrleansServiceExtensions
{
    /// <summary>Describes a cluster; it is no resource itself.</summary>
    public static OrleansService AddOrleans(this IDistributedApplicationBuilder builder, string name) => new(builder, name);

    public static OrleansService WithClusterId(this OrleansService orleansServiceBuilder, string clusterId)
    {
        orleansServiceBuilder.ClusterId = clusterId;
        return orleansServiceBuilder;
    }

    public static OrleansService WithClusterId(this OrleansService orleansServiceBuilder, IResourceBuilder<ParameterResource> clusterId)
    {
        orleansServiceBuilder.ClusterId = clusterId.Resource;
        return orleansServiceBuilder;
    }

    public static OrleansService WithServiceId(this OrleansService orleansServiceBuilder, string serviceId)
    {
        orleansServiceBuilder.ServiceId = serviceId;
        return orleansServiceBuilder;
    }

    public static OrleansService WithServiceId(this OrleansService orleansServiceBuilder, IResourceBuilder<ParameterResource> serviceId)
    {
        orleansServiceBuilder.ServiceId = serviceId.Resource;
        return orleansServiceBuilder;
    }

    public static OrleansService WithClustering(this OrleansService orleansServiceBuilder, IProviderConfiguration provider)
    {
        orleansServiceBuilder.Clustering = provider;
        return orleansServiceBuilder;
    }

    public static OrleansService WithClustering(
        this OrleansService orleansServiceBuilder,
        IResourceBuilder<IResourceWithConnectionString> provider) =>
        orleansServiceBuilder.WithClustering(ProviderConfiguration.For(provider));

    /// <summary>A cluster of one silo that keeps its membership in memory.</summary>
    public static OrleansService WithDevelopmentClustering(this OrleansService orleansServiceBuilder) =>
        orleansServiceBuilder.WithClustering(new ProviderConfiguration("Development"));

    public static OrleansService WithGrainStorage(this OrleansService orleansServiceBuilder, string name, IProviderConfiguration provider)
    {
        orleansServiceBuilder.GrainStorage[name] = provider;
        return orleansServiceBuilder;
    }

    public static OrleansService WithGrainStorage(
        this OrleansService orleansServiceBuilder,
        string name,
        IResourceBuilder<IResourceWithConnectionString> provider) =>
        orleansServiceBuilder.WithGrainStorage(name, ProviderConfiguration.For(provider));

    public static OrleansService WithMemoryGrainStorage(this OrleansService orleansServiceBuilder, string name) =>
        orleansServiceBuilder.WithGrainStorage(name, new ProviderConfiguration("Memory"));

    /// <summary>Names the Orleans provider that works on this resource, where its type does not.</summary>
    public static IResourceBuilder<T> WithOrleansProviderType<T>(this IResourceBuilder<T> builder, string providerType)
        where T : IResourceWithConnectionString
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(providerType);
        return builder.With(new ProviderType(providerType));
    }

    /// <summary>Makes a resource a silo of the cluster.</summary>
    /// <exception cref="InvalidOperationException">The cluster has no clustering.</exception>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, OrleansService orleansService)
        where T : IResourceWithEnvironment, IResourceWithEndpoints
    {
        var clustering = orleansService.Clustering
            ?? throw new InvalidOperationException("Clustering has not been configured for this service.");
        clustering.ConfigureResource(builder, "Clustering");
        foreach (var (name, provider) in orleansService.GrainStorage)
        {
            provider.ConfigureResource(builder, $"GrainStorage__{name}");
        }

        return builder
            .WithEnvironment(context => AddIdentity(context.EnvironmentVariables, orleansService))
            .WithEndpoint(scheme: "tcp", name: "orleans-silo", env: "Orleans__Endpoints__SiloPort", isProxied: true, isExternal: false)
            .WithEndpoint(scheme: "tcp", name: "orleans-gateway", env: "Orleans__Endpoints__GatewayPort", isProxied: true, isExternal: false);
    }

    private static void AddIdentity(Dictionary<string, object> variables, OrleansService orleansService)
    {
        variables["Orleans__ClusterId"] = orleansService.ClusterId;
        variables["Orleans__ServiceId"] = orleansService.ServiceId;
        if (orleansService.EnableDistributedTracing != false)
        {
            variables["Orleans__EnableDistributedTracing"] = "true";
        }
    }
}
