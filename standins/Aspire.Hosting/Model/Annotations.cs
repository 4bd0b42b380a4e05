namespace Aspire.Hosting.ApplicationModel;

/// <summary>What others should do when what they wait for cannot come up.</summary>
public enum WaitBehavior
{
    WaitOnResourceUnavailable,
    StopOnResourceUnavailable,
}

public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    public int Replicas { get; } = replicas;
}

internal sealed record EnvironmentCallback(Func<EnvironmentCallbackContext, Task> Fill) : IResourceAnnotation;

internal sealed record ArgsCallback(Func<CommandLineArgsCallbackContext, Task> Fill) : IResourceAnnotation;

internal sealed record WaitDependency(IResource Resource, WaitBehavior? Behavior) : IResourceAnnotation;

internal sealed record Relationship(IResource Resource, string Type) : IResourceAnnotation;

internal sealed record HttpHealthCheck(string Key, EndpointReference Endpoint, string Path, int StatusCode) : IResourceAnnotation;

internal sealed record EndpointUrlCallback(string EndpointName, Action<ResourceUrlAnnotation> Change) : IResourceAnnotation;

/// <summary>The processes that realise a resource, named before any of them runs.</summary>
internal sealed record ResourceInstances(IReadOnlyList<ResourceInstance> Instances) : IResourceAnnotation;

internal sealed record ResourceInstance(IResource Resource, string Name, string Suffix);

internal static class ResourceAnnotations
{
    public static IReadOnlyList<ResourceInstance> Instances(this IResource resource) =>
        resource.Annotations.OfType<ResourceInstances>().SingleOrDefault()?.Instances ?? [new(resource, resource.Name, "")];

    public static IEnumerable<EndpointReference> Endpoints(this IResourceWithEndpoints resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Select(e => new EndpointReference(resource, e.Name));
}
