using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orleans;

/// <summary>Describes an Orleans cluster; the silos that join it are told by environment variables.</summary>
public sealed class OrleansService
{
    private const int GeneratedIdLength = 25;

    internal OrleansService(IDistributedApplicationBuilder builder, string name)
    {
        Name = name;
        Builder = builder;
        ClusterId = ParameterResourceBuilderExtensions.CreateGeneratedParameter(builder, $"{name}-cluster-id", GeneratedIdLength);
        ServiceId = ParameterResourceBuilderExtensions.CreateGeneratedParameter(builder, $"{name}-service-id", GeneratedIdLength);
    }

    public string Name { get; }

    public IDistributedApplicationBuilder Builder { get; }

    public IProviderConfiguration? Clustering { get; set; }

    public Dictionary<string, IProviderConfiguration> GrainStorage { get; } = [];

    /// <summary>Whether silos pass traces on with their calls; on unless switched off.</summary>
    public bool? EnableDistributedTracing { get; set; }

    internal object ClusterId { get; set; }

    internal object ServiceId { get; set; }
}

/// <summary>Writes one provider's settings into a resource's environment.</summary>
public interface IProviderConfiguration
{
    void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath)
        where T : IResourceWithEnvironment;
}
