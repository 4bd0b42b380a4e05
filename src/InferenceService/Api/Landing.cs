using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>What a visitor of the bare address sees: the service's name and its routes.</summary>
public static class Landing
{
    /// <summary>Maps <c>GET /</c>.</summary>
    public static void MapLanding(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/", Show).WithName("Landing").WithSummary("Lists the routes.").WithTags("Service");

    private static Ok<ServiceCard> Show(EndpointDataSource endpoints) =>
        TypedResults.Ok(new ServiceCard("Distributed inference service", [.. endpoints.Endpoints.OfType<RouteEndpoint>().Select(Describe)]));

    private static string Describe(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        return $"{string.Join('|', methods)} /{endpoint.RoutePattern.RawText?.TrimStart('/')}";
    }

    /// <summary>Name and routes.</summary>
    internal sealed record ServiceCard(string Name, IReadOnlyList<string> Routes);
}
