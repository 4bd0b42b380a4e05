using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>Answers <c>ModelInfer</c>: read, find, lease, check, run, write.</summary>
internal sealed class InferMethod(
    ModelServer server, IOptions<ServingOptions> options, ObjectPool<InferMessage> messages, InferenceMetrics metrics)
{
    private readonly ServingOptions _options = options.Value;

    /// <inheritdoc cref="GrpcInvoke"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ProtocolFault?> InvokeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var times = new StepTimes(Stopwatch.GetTimestamp());
        var message = messages.Get();
        try
        {
            var read = await GrpcFrame.ReadAsync(context.Request, _options.MaxRequestBytes, cancellationToken);
            var fault = read.Fault ?? Read(context.Request, read.Message, message);
            if (fault is null)
            {
                times.Input = times.Lap();
                var acquired = await AcquireAsync(message, cancellationToken);
                times.Queue = times.Lap();
                cancellationToken.ThrowIfCancellationRequested();
                fault = Answer(acquired, message, context.Response.BodyWriter, ref times);
            }

            metrics.Request(fault?.Status ?? StatusCodes.Status200OK, fault is null ? Rows(message) : 0, Stopwatch.GetElapsedTime(0, times.Total));
            return fault;
        }
        finally
        {
            messages.Return(message);
        }
    }

    private static ProtocolFault? Read(HttpRequest request, in ReadOnlySequence<byte> bytes, InferMessage message)
    {
        var fault = InferMessageReader.Read(bytes, message);
        request.BodyReader.AdvanceTo(bytes.End);
        return fault;
    }

    private async ValueTask<Acquisition> AcquireAsync(InferMessage message, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(message.Model, message.Version, cancellationToken);
        return target.Fault is { } missing ? new(missing) : await server.AcquireAsync(target, cancellationToken);
    }

    private ProtocolFault? Answer(Acquisition acquired, InferMessage message, IBufferWriter<byte> output, ref StepTimes times)
    {
        if (!acquired.TryGetLease(out var lease, out var missing))
        {
            return ProtocolFaults.Of(missing);
        }

        using (lease)
        {
            if (FindFault(message.Request, lease.Model) is { } fault)
            {
                lease.Statistics.RecordFailure(times.Total);
                return fault;
            }

            Predict(lease, message, output, ref times);
            return null;
        }
    }

    private ProtocolFault? FindFault(InferRequest request, ServedModel model)
    {
        var fault = InputCheck.FindFault(request, model, _options.MaxBatch);

        // HTTP has no status of its own for a batch that is too large; gRPC has.
        return fault is not null && request.Inputs is [{ Shape: [var rows, ..] }] && rows > _options.MaxBatch
            ? fault with { Status = StatusCodes.Status413PayloadTooLarge }
            : fault;
    }

    private static void Predict(ModelLease lease, InferMessage message, IBufferWriter<byte> output, ref StepTimes times)
    {
        var model = lease.Model;
        var rows = Rows(message);
        var y = ArrayPool<float>.Shared.Rent(rows * model.Targets);
        try
        {
            lease.Predict(message.Request.Inputs![0].Data!.Memory, y, rows);
            times.Infer = times.Lap();
            InferAnswer.Write(output, model, message.Request.Id, rows, y.AsSpan(0, rows * model.Targets), message.IsRaw);
            lease.Statistics.RecordSuccess(rows, new(times.Queue, times.Input, times.Infer, times.Lap()));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(y);
        }
    }

    private static int Rows(InferMessage message) => (int)message.Request.Inputs![0].Shape![0];
}
