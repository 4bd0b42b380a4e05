using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Where a resource listens, and how its health is asked there.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Adds an endpoint named after its scheme unless told otherwise.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool? isProxied = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(name ?? scheme ?? "tcp", scheme)
        {
            Port = port,
            TargetPort = targetPort,
            IsProxied = isProxied ?? true,
            IsExternal = isExternal ?? false,
            Protocol = protocol ?? ProtocolType.Tcp,
            TargetPortVariable = env,
        };
        if (builder.GetEndpoint(endpoint.Name).Exists)
        {
            throw new DistributedApplicationException(
                $"Endpoint with name '{endpoint.Name}' already exists. Endpoint name may not have been explicitly specified and was derived " +
                "automatically from scheme argument (e.g. 'http', 'https', or 'tcp'). Multiple calls to WithEndpoint (and related methods) " +
                "may result in a conflict if name argument is not specified. Each endpoint must have a unique name.");
        }

        builder.With(endpoint);
        return env is null || builder is not IResourceBuilder<IResourceWithEnvironment> process
            ? builder
            : AddPortVariable(builder, process, builder.GetEndpoint(endpoint.Name), env);
    }

    /// <summary>Changes an endpoint, or adds it with the given name.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        string endpointName,
        Action<EndpointAnnotation> callback,
        bool createIfNotExists = true)
        where T : IResourceWithEndpoints
    {
        var reference = builder.GetEndpoint(endpointName);
        if (reference.Exists)
        {
            callback(reference.EndpointAnnotation);
        }
        else if (createIfNotExists)
        {
            var endpoint = new EndpointAnnotation(endpointName);
            callback(endpoint);
            builder.With(endpoint);
        }

        return builder;
    }

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? name = null,
        string? env = null,
        bool? isProxied = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    /// <summary>The resource is healthy while a GET answers with the given status (default 200).</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder,
        string? path = null,
        int? statusCode = null,
        string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = builder.GetEndpoint(endpointName ?? "http");
        if (!endpoint.Exists)
        {
            throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{builder.Resource.Name}' as no endpoint was found matching one of " +
                $"the specified names: {endpoint.EndpointName}");
        }

        var (route, status) = (path ?? "/", statusCode ?? 200);
        return builder.With(new HttpHealthCheck(
            $"{builder.Resource.Name}_{endpoint.EndpointName}_{route}_{status}_check", endpoint, route, status));
    }

    /// <summary>Changes the link that the dashboard shows for an endpoint.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(
        this IResourceBuilder<T> builder,
        string endpointName,
        Action<ResourceUrlAnnotation> callback)
        where T : IResource => builder.With(new EndpointUrlCallback(endpointName, callback));

    private static IResourceBuilder<T> AddPortVariable<T>(
        IResourceBuilder<T> builder,
        IResourceBuilder<IResourceWithEnvironment> process,
        EndpointReference endpoint,
        string variable)
        where T : IResource
    {
        process.WithEnvironment(c => c.EnvironmentVariables[variable] = endpoint.Property(EndpointProperty.TargetPort));
        return builder;
    }
}
