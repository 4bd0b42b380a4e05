using Distributed.Contracts.Sweeps;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Api;

/// <summary>Reads and checks the sweep in a request's body before its handler runs; a faulty one is answered with every fault at once.</summary>
internal sealed class SweepFilter(IOptions<ApiOptions> options) : IEndpointFilter
{
    private static readonly object Key = new();

    /// <summary>The sweep that passed the filter.</summary>
    public static SweepSpec SweepOf(HttpContext context) => (SweepSpec)context.Items[Key]!;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await JsonBody.ReadAsync(http, options.Value) is not { } body)
        {
            return Problems.TooLarge(options.Value.MaxBodyBytes);
        }

        var result = SweepReader.Read(body);
        if (result.Sweep is not { } sweep)
        {
            return Problems.Faulty(result.Errors, "The sweep has faults; nothing was accepted.");
        }

        http.Items[Key] = sweep;
        return await next(context);
    }
}
