namespace Aspire.Hosting.ApplicationModel;

/// <summary>The addresses that a process itself binds to, as <c>ASPNETCORE_URLS</c> wants them.</summary>
internal sealed class JoinedTargetUrls(IReadOnlyList<EndpointReference> endpoints) : IValueProvider
{
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var urls = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var port = await endpoint.Property(EndpointProperty.TargetPort).GetValueAsync(cancellationToken).ConfigureAwait(false);
            urls.Add($"{endpoint.Scheme}://{endpoint.EndpointAnnotation.TargetHost}:{port}");
        }

        return string.Join(';', urls);
    }
}
