using Distributed.Contracts.Experiments;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Api;

/// <summary>Reads and checks the spec in a request's body before its handler runs; a faulty one is answered with every fault at once.</summary>
internal sealed class SpecFilter(IOptions<ApiOptions> options) : IEndpointFilter
{
    private static readonly object Key = new();

    /// <summary>The spec that passed the filter.</summary>
    public static ExperimentSpec SpecOf(HttpContext context) => (ExperimentSpec)context.Items[Key]!;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await JsonBody.ReadAsync(http, options.Value.MaxBodyBytes) is not { } body)
        {
            return Problems.TooLarge(options.Value.MaxBodyBytes);
        }

        var result = SpecReader.Read(body);
        if (result.Spec is not { } spec)
        {
            return Problems.Faulty(result.Errors, "The experiment's spec has faults; nothing was accepted.");
        }

        http.Items[Key] = spec;
        return await next(context);
    }
}
