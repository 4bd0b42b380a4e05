using Microsoft.AspNetCore.Http.Metadata;

namespace Distributed.ServiceDefaults;

/// <summary>For routes whose handler has its own limit of the body's size, and its own words for it.</summary>
public sealed class NoServerSizeLimit : IRequestSizeLimitMetadata
{
    /// <inheritdoc/>
    public long? MaxRequestBodySize => null;
}
