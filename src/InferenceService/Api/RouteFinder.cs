using System.Diagnostics.CodeAnalysis;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>From a model's name to its policy and aliases as they are stored.</summary>
public sealed class RouteFinder(ModelServer server, IRouteStore store)
{
    /// <summary>Finds them; a model without any has the defaults.</summary>
    public async Task<FoundRoutes> FindAsync(string name, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(name, null, cancellationToken);
        if (target.Fault is { } fault)
        {
            return new(null, null, RouteAnswers.NotFound(fault.Message));
        }

        var stored = await store.FindAsync(name, cancellationToken);
        return new(target.Model, stored?.Routes ?? ModelRoutes.None, null);
    }
}

/// <summary>A model and its routes, or the problem to answer with.</summary>
public sealed record FoundRoutes(ModelSlot? Model, ModelRoutes? Routes, ProblemHttpResult? Problem)
{
    /// <summary>True when there is such a model.</summary>
    [MemberNotNullWhen(true, nameof(Model), nameof(Routes))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsFound => Problem is null;
}
