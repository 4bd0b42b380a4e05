using Distributed.Store;

namespace Distributed.TrainerGrain.Api;

/// <summary>Lets a request through only when the store knows the sweep of its route; a grain is never woken for a name that was made up.</summary>
internal sealed class KnownSweep(ISweepCatalog catalog) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var id = (string)http.Request.RouteValues["id"]!;
        return await catalog.FindAsync(id, http.RequestAborted) is null ? Problems.UnknownSweep(id) : await next(context);
    }
}
