namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Takes inference requests out of the pipeline before routing, which would spend more on finding the route and its values than the
/// model needs to predict. It takes exactly what the mapped routes would; all that it does not recognize goes on to them.
/// </summary>
internal sealed class InferShortcut(RequestDelegate next, InferHandler handler, EndpointDataSource endpoints)
{
    private const string Start = "/v2/models/";
    private const string Middle = "/versions/";
    private const string End = "/infer";

    private Endpoint? _default;
    private Endpoint? _version;

    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !TryParse(context.Request.Path.Value, out var model, out var version))
        {
            return next(context);
        }

        // Traces and metrics tell the route.
        context.SetEndpoint(version is null ? _default ??= Find(ProtocolApi.InferName) : _version ??= Find(ProtocolApi.InferVersionName));
        return handler.HandleAsync(context, model, version);
    }

    /// <summary>Takes an address apart; false when it is not exactly that of an inference.</summary>
    internal static bool TryParse(string? path, out string model, out string? version)
    {
        (model, version) = ("", null);
        if (path is null
            || path.Length <= Start.Length + End.Length
            || !path.StartsWith(Start, StringComparison.Ordinal)
            || !path.EndsWith(End, StringComparison.Ordinal))
        {
            return false;
        }

        var name = path.AsSpan(Start.Length..^End.Length);
        var slash = name.IndexOf('/');
        if (slash >= 0)
        {
            if (!name[slash..].StartsWith(Middle, StringComparison.Ordinal))
            {
                return false;
            }

            version = name[(slash + Middle.Length)..].ToString();
            name = name[..slash];
        }

        model = name.ToString();
        return model.Length > 0 && version is not "" && version?.Contains('/', StringComparison.Ordinal) != true;
    }

    private Endpoint Find(string name) =>
        endpoints.Endpoints.First(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
}
