using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.TrainerGrain.Api;

/// <summary>Lets a request through only when the catalog knows the experiment of its route; a grain is never woken for a name that was made up.</summary>
internal sealed class KnownExperiment(IExperimentCatalog catalog) : IEndpointFilter
{
    private static readonly object Key = new();

    /// <summary>The catalog's line of the experiment that passed the filter.</summary>
    public static ExperimentView Of(HttpContext context) => (ExperimentView)context.Items[Key]!;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var id = (string)http.Request.RouteValues["id"]!;
        if (await catalog.FindAsync(id, http.RequestAborted) is not { } known)
        {
            return Problems.UnknownExperiment(id);
        }

        http.Items[Key] = known;
        return await next(context);
    }
}
