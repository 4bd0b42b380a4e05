using Distributed.InferenceService.Serving;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Protocol;

/// <summary>Answers one inference request over REST: find, receive, read, run, write, send.</summary>
public sealed class InferHandler(
    InferRunner runner, RestExchange rest, ObjectPool<Inference> inferences, ObjectPool<JsonBuffer> buffers, InferenceMetrics metrics)
{
    /// <summary>Answers.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Version as written in the address; null for the default.</param>
    public async Task HandleAsync(HttpContext context, string model, string? version)
    {
        var inference = inferences.Get();
        var buffer = buffers.Get();
        try
        {
            inference.Begin(runner.Patience, context.RequestAborted);
            var fault = await PredictAsync(context.Request, model, version, inference);
            await (fault is null ? AnswerAsync(context, inference, buffer) : rest.SendAsync(context, fault, buffer, inference));
            metrics.Request(context.Response.StatusCode, fault is null ? inference.Rows : 0, inference.Elapsed);
        }
        catch (Exception exception)
        {
            metrics.Request(inference.StatusOf(exception), 0, inference.Elapsed);
            throw;
        }
        finally
        {
            buffers.Return(buffer);
            inferences.Return(inference);
        }
    }

    private async ValueTask<ProtocolFault?> PredictAsync(HttpRequest http, string model, string? version, Inference inference)
    {
        var target = await runner.ResolveAsync(model, version, inference);
        return target.Fault ?? await ReadAsync(http, inference) ?? await runner.RunAsync(target.Resolution, inference);
    }

    private async ValueTask<ProtocolFault?> ReadAsync(HttpRequest http, Inference inference)
    {
        if (!BinaryHeader.TryRead(http.Headers, out var headerLength))
        {
            return ProtocolFault.BadRequest($"{BinaryHeader.Name} must be the number of bytes of JSON at the body's beginning");
        }

        var received = await rest.ReceiveAsync(http, inference);
        if (received.Fault is { } missing)
        {
            return missing;
        }

        inference.Clock.Arrived();
        var fault = headerLength is { } length
            ? BinaryRequestReader.Read(received.Bytes, length, inference.Request)
            : InferRequestReader.Read(received.Bytes, inference.Request);
        http.BodyReader.AdvanceTo(received.Bytes.End);
        return fault;
    }

    private Task AnswerAsync(HttpContext context, Inference inference, JsonBuffer buffer)
    {
        int? headerLength = null;
        if (WantsBinary(inference.Request))
        {
            headerLength = AnswerWriter.WriteBinary(buffer.Bytes, inference);
        }
        else
        {
            AnswerWriter.WriteJson(buffer.Bytes, inference);
        }

        runner.Complete(inference);
        return rest.SendAsync(context, buffer.Bytes.WrittenMemory, inference, headerLength);
    }

    private static bool WantsBinary(InferRequest request) =>
        request.Outputs is [{ Binary: { } wanted }] ? wanted : request.BinaryOutputs;
}
