using System.Buffers;
using System.Runtime.CompilerServices;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>Answers <c>ModelInfer</c>: receive, read, find, run, write.</summary>
internal sealed class InferMethod(
    InferRunner runner,
    ObjectPool<Inference> inferences,
    ObjectPool<InferMessage> messages,
    InferenceMetrics metrics,
    IOptions<ServingOptions> options)
{
    // The server itself holds so much of an answer and looks after the rest of its way.
    private const int LargestUnwatched = 64 * 1024;

    private readonly ServingOptions _options = options.Value;

    /// <inheritdoc cref="GrpcInvoke"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ProtocolFault?> InvokeAsync(HttpContext context, TimeSpan timeout)
    {
        var inference = inferences.Get();
        var message = messages.Get();
        try
        {
            inference.Begin(timeout, context.RequestAborted);
            var fault = await ReceiveAsync(context.Request, message, inference) ?? await PredictAsync(inference);
            if (fault is null)
            {
                await AnswerAsync(context, message, inference);
            }

            metrics.Request(fault?.Status ?? StatusCodes.Status200OK, fault is null ? inference.Rows : 0, inference.Elapsed);
            return fault;
        }
        catch (Exception exception)
        {
            metrics.Request(inference.StatusOf(exception), 0, inference.Elapsed);
            throw;
        }
        finally
        {
            messages.Return(message);
            inferences.Return(inference);
        }
    }

    private async ValueTask<ProtocolFault?> ReceiveAsync(HttpRequest http, InferMessage message, Inference inference)
    {
        var received = await inference.Guard(GrpcFrame.ReadAsync(http, _options.MaxRequestBytes, inference.Token));
        if (received.Fault is { } missing)
        {
            return missing;
        }

        inference.Clock.Arrived();
        var fault = InferMessageReader.Read(received.Message, message, inference.Request);
        http.BodyReader.AdvanceTo(received.Message.End);
        return fault;
    }

    private async ValueTask<ProtocolFault?> PredictAsync(Inference inference)
    {
        var target = await runner.ResolveAsync(inference.Request.ModelName ?? "", inference.Request.ModelVersion, inference);
        var fault = target.Fault ?? await runner.RunAsync(target.Resolution, inference);
        return fault is null ? null : Refine(fault, inference);
    }

    private ValueTask AnswerAsync(HttpContext context, InferMessage message, Inference inference)
    {
        InferMessageWriter.Write(
            context.Response.BodyWriter, inference.Model, inference.Request.Id, inference.Rows, inference.Values, message.IsRaw);
        runner.Complete(inference);
        return inference.Values.Length * sizeof(float) > LargestUnwatched ? SendAsync(context, inference) : ValueTask.CompletedTask;
    }

    // A caller that does not read its answer is let go in the end.
    private static async ValueTask SendAsync(HttpContext context, Inference inference)
    {
        inference.Restart();
        try
        {
            await inference.Guard(context.Response.BodyWriter.FlushAsync(inference.Token));
        }
        catch (OperationCanceledException) when (!inference.IsAbandoned)
        {
            context.Abort();
        }
    }

    /// <summary>gRPC tells a late answer and a batch that is too large apart from other faults; REST does not.</summary>
    private ProtocolFault Refine(ProtocolFault fault, Inference inference) => fault switch
    {
        { IsLate: true } => fault with { Status = StatusCodes.Status504GatewayTimeout },
        { Status: StatusCodes.Status400BadRequest } when inference.Request.Inputs is [{ Shape: [var rows, ..] }] && rows > _options.MaxBatch =>
            fault with { Status = StatusCodes.Status413PayloadTooLarge },
        _ => fault,
    };
}
