using System.Collections.Frozen;
using System.Globalization;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.ServiceDefaults;
using Distributed.Store;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>
/// Speaks gRPC over HTTP/2 for methods that take one message and give one; see github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
/// An error is one frame of headers, in which the status is.
/// </summary>
internal sealed partial class GrpcServer(GrpcMethods methods, IOptions<ServingOptions> options, ILogger<GrpcServer> logger)
{
    private const string ContentType = "application/grpc";

    private static readonly ProtocolFault DeadlineExceeded =
        new(StatusCodes.Status504GatewayTimeout, "the deadline passed before the answer was there");

    private readonly FrozenDictionary<string, GrpcMethod> _methods =
        methods.All.ToFrozenDictionary(method => method.Path, StringComparer.Ordinal);

    private readonly TimeSpan _patience = options.Value.RequestTimeout;

    /// <summary>Answers one request of the gRPC port.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!IsGrpc(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        context.Response.ContentType = ContentType;
        End(context, await CallAsync(context));
    }

    // Without the suffix, or with the one for protobuf, perhaps with parameters. Not gRPC-Web, whose name begins the same way.
    private static bool IsGrpc(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = end < 0 ? type : type[..end].TrimEnd();
        return HttpMethods.IsPost(request.Method)
            && (type.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
                || type.Equals($"{ContentType}+proto", StringComparison.OrdinalIgnoreCase));
    }

    private ValueTask<ProtocolFault?> CallAsync(HttpContext context)
    {
        if (!_methods.TryGetValue(context.Request.Path.Value!, out var method))
        {
            return new(new ProtocolFault(StatusCodes.Status501NotImplemented, $"there is no method '{context.Request.Path.Value}'"));
        }

        if (!GrpcTimeout.TryRead(context.Request.Headers.GrpcTimeout, out var wanted))
        {
            return new(ProtocolFault.BadRequest(
                $"the grpc-timeout '{context.Request.Headers.GrpcTimeout}' is not up to 8 digits and one of H, M, S, m, u, n"));
        }

        context.SetEndpoint(method.Endpoint);
        RequestBody.LiftServerLimit(context);
        return CallAsync(method, context, wanted < _patience ? wanted.Value : _patience);
    }

    private async ValueTask<ProtocolFault?> CallAsync(GrpcMethod method, HttpContext context, TimeSpan timeout)
    {
        try
        {
            return timeout > TimeSpan.Zero ? await method.Invoke(context, timeout) : DeadlineExceeded;
        }
        catch (Exception exception)
        {
            return Explain(context, exception);
        }
    }

    private ProtocolFault Explain(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case OperationCanceledException when !context.RequestAborted.IsCancellationRequested:
                return DeadlineExceeded;
            case OperationCanceledException or IOException:
                return new(StatusCodes.Status499ClientClosedRequest, "the call was given up by its caller");
            case StoreException:
                return new(StatusCodes.Status503ServiceUnavailable, ProtocolFaults.StoreUnreadable);
            default:
                Failed(logger, exception, context.Request.Path.Value!);
                return ProtocolFaults.Unexpected;
        }
    }

    private static void End(HttpContext context, ProtocolFault? fault)
    {
        var status = fault is null ? GrpcStatus.Ok : GrpcStatuses.Of(fault);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } activity)
        {
            activity.SetTag("rpc.system", "grpc").SetTag("rpc.grpc.status_code", (int)status);
        }

        if (fault is null)
        {
            context.Response.AppendTrailer("grpc-status", "0");
            return;
        }

        context.Response.Headers.GrpcStatus = ((int)status).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.GrpcMessage = StatusMessage.Encode(fault.Message);
    }

    [LoggerMessage(2020, LogLevel.Error, "A call of {Method} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string method);
}
