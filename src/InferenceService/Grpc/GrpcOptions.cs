using System.Net;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>Where gRPC is spoken, from the configuration section <c>Grpc</c>. Checked when the service starts.</summary>
public sealed class GrpcOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Grpc";

    /// <summary>
    /// The port that speaks gRPC, as HTTP/2 without TLS, and nothing else; it belongs to one of the addresses that the service listens
    /// at. 0–65,535.
    /// </summary>
    /// <value>The default is 0: no port.</value>
    public int Port { get; set; }
}

/// <summary>Stops the start when the option is out of its range.</summary>
internal sealed class GrpcOptionsValidator : IValidateOptions<GrpcOptions>
{
    public ValidateOptionsResult Validate(string? name, GrpcOptions options) =>
        options.Port is >= 0 and <= IPEndPoint.MaxPort
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{GrpcOptions.Section}:{nameof(options.Port)} is {options.Port}; allowed are 0 (no gRPC) to {IPEndPoint.MaxPort}.");
}
