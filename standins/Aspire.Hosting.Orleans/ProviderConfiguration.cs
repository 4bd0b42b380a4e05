using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orleans;

/// <summary>A provider by its registered name and, where it has one, the resource that it works on.</summary>
internal sealed class ProviderConfiguration(string providerType, IResourceBuilder<IResourceWithConnectionString>? resource = null)
    : IProviderConfiguration
{
    private const string ResourceSuffix = "Resource";

    public static ProviderConfiguration For(IResourceBuilder<IResourceWithConnectionString> resource)
    {
        var named = resource.Resource.Annotations.OfType<ProviderType>().LastOrDefault();
        var typeName = resource.Resource.GetType().Name;
        return new(
            named?.Name ?? (typeName.EndsWith(ResourceSuffix, StringComparison.Ordinal) ? typeName[..^ResourceSuffix.Length] : typeName), resource);
    }

    public void ConfigureResource<T>(IResourceBuilder<T> resourceBuilder, string configSectionPath)
        where T : IResourceWithEnvironment
    {
        var prefix = $"Orleans__{configSectionPath.Replace(":", "__", StringComparison.Ordinal)}";
        resourceBuilder.WithEnvironment($"{prefix}__ProviderType", providerType);
        if (resource is not null)
        {
            resourceBuilder.WithEnvironment($"{prefix}__ServiceKey", resource.Resource.Name);
            resourceBuilder.WithReference(resource);
        }
    }
}

/// <summary>The provider's registered name, where the resource's type does not give it.</summary>
internal sealed record ProviderType(string Name) : IResourceAnnotation;
