namespace Aspire.Hosting.ApplicationModel;

/// <summary>A link that the dashboard shows for a resource.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    public required string Url { get; set; }

    public string? DisplayText { get; set; }

    public EndpointReference? Endpoint { get; init; }

    public UrlDisplayLocation DisplayLocation { get; set; }
}

public enum UrlDisplayLocation
{
    SummaryAndDetails,
    DetailsOnly,
}
