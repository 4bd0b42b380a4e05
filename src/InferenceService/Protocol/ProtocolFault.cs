namespace Distributed.InferenceService.Protocol;

/// <summary>A request that gets no inference, and what its answer is.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">What was given and what is allowed, in a sentence.</param>
public sealed record ProtocolFault(int Status, string Message)
{
    /// <summary>Whether the same request may well succeed a moment later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether there was no answer within the time that the request may take.</summary>
    public bool IsLate { get; init; }

    /// <summary>A request that can never be right.</summary>
    public static ProtocolFault BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>A request that came at a bad time.</summary>
    public static ProtocolFault Busy(string message) => new(StatusCodes.Status503ServiceUnavailable, message) { IsTransient = true };
}
