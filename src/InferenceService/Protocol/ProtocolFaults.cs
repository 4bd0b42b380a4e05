using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>The protocol's answers to faults of serving.</summary>
internal static class ProtocolFaults
{
    /// <summary>What is said when what was published cannot be looked up.</summary>
    public const string StoreUnreadable = "the store of models cannot be read at the moment";

    /// <summary>The answer to a model that cannot be had.</summary>
    public static ProtocolFault Of(ServingFault fault) => new(Status(fault.Kind), fault.Message);

    /// <summary>HTTP status of a fault.</summary>
    public static int Status(ServingFaultKind kind) => kind switch
    {
        ServingFaultKind.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
