using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>How one resource is told where another one is.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Passes a connection string on as <c>ConnectionStrings__&lt;name&gt;</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";
        return builder
            .With(new Relationship(resource, "Reference"))
            .WithEnvironment(c => c.EnvironmentVariables[variable] = new ConnectionStringValue(resource, optional));
    }

    /// <summary>Passes on every endpoint of a project, for service discovery and as <c>&lt;NAME&gt;_&lt;ENDPOINT&gt;</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder
            .With(new Relationship(source.Resource, "Reference"))
            .WithEnvironment(c => AddEndpoints(c, source.Resource.Name, source.Resource.Endpoints()));

    /// <summary>Passes on one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder
            .With(new Relationship(endpointReference.Resource, "Reference"))
            .WithEnvironment(c => AddEndpoints(c, endpointReference.Resource.Name, [endpointReference]));

    private static void AddEndpoints(EnvironmentCallbackContext context, string serviceName, IEnumerable<EndpointReference> endpoints)
    {
        var variables = context.EnvironmentVariables;
        foreach (var endpoint in endpoints)
        {
            variables[$"{Encode(serviceName)}_{Encode(endpoint.EndpointName)}".ToUpperInvariant()] = endpoint;
            var scheme = endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName;
            var index = 0;
            while (variables.ContainsKey($"services__{serviceName}__{scheme}__{index}"))
            {
                index++;
            }

            variables[$"services__{serviceName}__{scheme}__{index}"] = endpoint;
        }
    }

    private static string Encode(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private sealed class ConnectionStringValue(IResourceWithConnectionString resource, bool optional) : IValueProvider
    {
        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
        {
            var value = await resource.GetConnectionStringAsync(cancellationToken).ConfigureAwait(false);
            return string.IsNullOrEmpty(value) && !optional
                ? throw new DistributedApplicationException($"The connection string for the resource '{resource.Name}' is not available.")
                : value;
        }
    }
}
