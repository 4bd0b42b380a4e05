using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The links of a resource: one for each endpoint, as changed by whoever set the resource up.</summary>
internal static class ResourceUrls
{
    public static ImmutableArray<UrlSnapshot> Get(IResource resource) => resource is IResourceWithEndpoints withEndpoints
        ? [.. withEndpoints.Endpoints().Select(e => CreateUrl(resource, e))]
        : [];

    private static UrlSnapshot CreateUrl(IResource resource, EndpointReference endpoint)
    {
        var url = new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint };
        foreach (var callback in resource.Annotations.OfType<EndpointUrlCallback>().Where(c => c.EndpointName == endpoint.EndpointName))
        {
            callback.Change(url);
        }

        return new UrlSnapshot(endpoint.EndpointName, url.Url, url.DisplayLocation == UrlDisplayLocation.DetailsOnly)
        {
            IsInactive = true,
            DisplayName = url.DisplayText ?? "",
        };
    }
}
