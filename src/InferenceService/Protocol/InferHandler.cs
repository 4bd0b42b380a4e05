using System.Buffers;
using System.Diagnostics;
using Distributed.InferenceService.Serving;
using Distributed.ServiceDefaults;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>Answers one inference request: find, read, lease, check, run, write.</summary>
public sealed class InferHandler(
    ModelServer server, IOptions<ServingOptions> options, ObjectPool<JsonBuffer> buffers, InferenceMetrics metrics)
{
    private readonly ServingOptions _options = options.Value;

    /// <summary>Answers.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Version as written in the address; null for the default.</param>
    public async Task HandleAsync(HttpContext context, string model, string? version)
    {
        var started = Stopwatch.GetTimestamp();
        var json = buffers.Get();
        using var request = new InferRequest();
        try
        {
            var fault = await ReadAsync(context, model, version, request, json);
            await json.SendAsync(context.Response, fault?.Status ?? StatusCodes.Status200OK, context.RequestAborted);
            metrics.Request(context.Response.StatusCode, fault is null ? (int)request.Inputs![0].Shape![0] : 0, Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            buffers.Return(json);
        }
    }

    private async ValueTask<ProtocolFault?> ReadAsync(
        HttpContext context, string model, string? version, InferRequest request, JsonBuffer json)
    {
        var target = await server.ResolveAsync(model, version, context.RequestAborted);
        var fault = target.Fault is { } missing
            ? ProtocolFaults.Of(missing)
            : await ReadBodyAsync(context.Request, request) ?? await PredictAsync(target, request, json, context.RequestAborted);
        if (fault is not null)
        {
            ProtocolWriter.WriteError(json.Writer, fault.Message);
        }

        return fault;
    }

    private async ValueTask<ProtocolFault?> ReadBodyAsync(HttpRequest http, InferRequest request)
    {
        if (http.Headers.ContainsKey("Inference-Header-Content-Length"))
        {
            return ProtocolFault.BadRequest("binary tensor data is not supported; send the tensors as JSON");
        }

        if (await RequestBody.ReadAsync(http, _options.MaxRequestBytes, http.HttpContext.RequestAborted) is not { } body)
        {
            return new(StatusCodes.Status413PayloadTooLarge, $"the body has more than the {_options.MaxRequestBytes} bytes allowed");
        }

        var fault = InferRequestReader.Read(body, request);
        http.BodyReader.AdvanceTo(body.End);
        return fault;
    }

    private async ValueTask<ProtocolFault?> PredictAsync(
        Resolution target, InferRequest request, JsonBuffer json, CancellationToken cancellationToken)
    {
        var acquired = await server.AcquireAsync(target, cancellationToken);
        if (!acquired.TryGetLease(out var lease, out var fault))
        {
            return ProtocolFaults.Of(fault);
        }

        using (lease)
        {
            return InputCheck.FindFault(request, lease.Model, _options.MaxBatch) ?? Predict(request, lease, json);
        }
    }

    private static ProtocolFault? Predict(InferRequest request, ModelLease lease, JsonBuffer json)
    {
        var model = lease.Model;
        var input = request.Inputs![0];
        var rows = (int)input.Shape![0];
        var y = ArrayPool<float>.Shared.Rent(rows * model.Targets);
        try
        {
            lease.Predict(input.Data!.Memory, y, rows);
            ProtocolWriter.WriteAnswer(json.Writer, model, request.Id, rows, y.AsSpan(0, rows * model.Targets));
            return null;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(y);
        }
    }
}
