using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Serving;

/// <summary>What became of a change of routes: either the model and its routes are set, or the fault.</summary>
/// <param name="Model">The model.</param>
/// <param name="Routes">The routes as stored now, which this service follows.</param>
/// <param name="Fault">Why nothing was changed.</param>
public sealed record RouteEdit(ModelSlot? Model, ModelRoutes? Routes, RouteFault? Fault)
{
    internal static RouteEdit Refused(RouteFault? fault) => new(null, null, fault);
}

/// <summary>Why routes were not changed.</summary>
/// <param name="Kind">What sort of fault.</param>
/// <param name="Message">One sentence for the caller.</param>
public sealed record RouteFault(RouteFaultKind Kind, string Message);

/// <summary>Sorts of <see cref="RouteFault"/>.</summary>
public enum RouteFaultKind
{
    /// <summary>No model, version or alias of that name.</summary>
    NotFound = 0,

    /// <summary>The version is refused, missing, or not what the alias promises.</summary>
    Conflict = 1,

    /// <summary>Not at the moment.</summary>
    Unavailable = 2,
}

/// <summary>A document to write, or why it may not be written.</summary>
internal readonly record struct RouteChange(ModelRoutes? Routes, RouteFault? Fault)
{
    public static RouteChange To(ModelRoutes routes) => new(routes, null);

    public static RouteChange Refused(RouteFaultKind kind, string message) => new(null, new(kind, message));
}
