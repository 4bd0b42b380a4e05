using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Protocol;

/// <summary>The protocol's answers to faults of serving.</summary>
internal static class ProtocolFaults
{
    /// <summary>What is said when what was published cannot be looked up.</summary>
    public const string StoreUnreadable = "the store of models cannot be read at the moment";

    /// <summary>The answer to what nobody has foreseen.</summary>
    public static ProtocolFault Unexpected { get; } =
        new(StatusCodes.Status500InternalServerError, "the server failed; its log tells why");

    /// <summary>The answer to a model that cannot be had.</summary>
    public static ProtocolFault Of(ServingFault fault) => new(Status(fault.Kind), fault.Message);

    /// <summary>The answer over REST to a model that cannot be had.</summary>
    public static JsonHttpResult<ProtocolError> Json(ServingFault fault) => Json(Of(fault));

    /// <summary>The answer over REST.</summary>
    public static JsonHttpResult<ProtocolError> Json(ProtocolFault fault) =>
        TypedResults.Json(new ProtocolError(fault.Message), statusCode: fault.Status);

    /// <summary>HTTP status of a fault.</summary>
    public static int Status(ServingFaultKind kind) => kind switch
    {
        ServingFaultKind.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
