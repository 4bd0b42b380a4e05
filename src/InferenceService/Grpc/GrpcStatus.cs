using Distributed.InferenceService.Protocol;

namespace Distributed.InferenceService.Grpc;

/// <summary>How a gRPC call ended, with the numbers of the wire; those that this server gives.</summary>
public enum GrpcStatus
{
    /// <summary>Answered.</summary>
    Ok = 0,

    /// <summary>The caller went away.</summary>
    Cancelled = 1,

    /// <summary>The request can never be right.</summary>
    InvalidArgument = 3,

    /// <summary>The caller's deadline passed first.</summary>
    DeadlineExceeded = 4,

    /// <summary>No model or version of that name.</summary>
    NotFound = 5,

    /// <summary>The message, the batch or its answer is too large.</summary>
    ResourceExhausted = 8,

    /// <summary>No such method, or a way of sending that this server does not have.</summary>
    Unimplemented = 12,

    /// <summary>The server failed.</summary>
    Internal = 13,

    /// <summary>Not now: the version is refused, the store cannot be read, or too many requests wait.</summary>
    Unavailable = 14,
}

/// <summary>Faults are the same over REST and gRPC; only the status is written differently.</summary>
internal static class GrpcStatuses
{
    /// <summary>The status that says in gRPC what a fault's status says in HTTP.</summary>
    public static GrpcStatus Of(ProtocolFault fault) => fault.Status switch
    {
        StatusCodes.Status404NotFound => GrpcStatus.NotFound,
        StatusCodes.Status413PayloadTooLarge => GrpcStatus.ResourceExhausted,
        StatusCodes.Status499ClientClosedRequest => GrpcStatus.Cancelled,
        StatusCodes.Status500InternalServerError => GrpcStatus.Internal,
        StatusCodes.Status501NotImplemented => GrpcStatus.Unimplemented,
        StatusCodes.Status503ServiceUnavailable => GrpcStatus.Unavailable,
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => GrpcStatus.DeadlineExceeded,
        _ => GrpcStatus.InvalidArgument,
    };
}
