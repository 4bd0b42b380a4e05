using System.Buffers;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Answers many inference requests, for as many models, that came as one: an entry for each, in order. One that cannot be answered says
/// so in its place and harms no other.
/// </summary>
public sealed partial class BatchHandler(
    InferRunner runner,
    RestExchange rest,
    ObjectPool<Inference> inferences,
    ObjectPool<JsonBuffer> buffers,
    InferenceMetrics metrics,
    IOptions<ServingOptions> options,
    ILogger<BatchHandler> logger)
{
    private readonly ServingOptions _options = options.Value;

    /// <summary>Answers.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var whole = inferences.Get();
        var buffer = buffers.Get();
        List<BatchEntry> entries = [];
        try
        {
            whole.Begin(runner.Patience, context.RequestAborted);
            var fault = await ReadAsync(context.Request, whole, entries);
            await (fault is null ? AnswerAsync(context, whole, entries, buffer) : rest.SendAsync(context, fault, buffer, whole));
            metrics.Request(context.Response.StatusCode, entries.Sum(entry => entry.Rows), whole.Elapsed);
        }
        catch (Exception exception)
        {
            metrics.Request(whole.StatusOf(exception), 0, whole.Elapsed);
            throw;
        }
        finally
        {
            entries.ForEach(entry => inferences.Return(entry.Inference));
            buffers.Return(buffer);
            inferences.Return(whole);
        }
    }

    private async ValueTask<ProtocolFault?> ReadAsync(HttpRequest http, Inference whole, List<BatchEntry> entries)
    {
        var received = await rest.ReceiveAsync(http, whole);
        if (received.Fault is { } missing)
        {
            return missing;
        }

        var fault = BatchReader.Read(received.Bytes, inferences, entries, _options.MaxBatchRequests);
        http.BodyReader.AdvanceTo(received.Bytes.End);
        return fault ?? FindFault(entries);
    }

    private ProtocolFault? FindFault(List<BatchEntry> entries)
    {
        var rows = entries.Sum(CountRows);
        return rows <= _options.MaxBatch
            ? null
            : ProtocolFault.BadRequest($"the requests have {rows} rows together; at most {_options.MaxBatch} are allowed");
    }

    // A shape that promises more rows than there are values is a fault, to be found later.
    private static long CountRows(BatchEntry entry) =>
        entry.Inference.Request.Inputs is [{ Shape: [var rows, ..], Data: { } data }] ? Math.Min(rows, data.Count) : 0;

    private async Task AnswerAsync(HttpContext context, Inference whole, List<BatchEntry> entries, JsonBuffer buffer)
    {
        // Models that are not loaded yet load side by side.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrency, CancellationToken = context.RequestAborted };
        var room = new AnswerRoom(_options.MaxAnswerBytes);
        await Parallel.ForEachAsync(
            entries.Where(entry => entry.Fault is null), parallel, async (entry, _) => await PredictAsync(entry, whole, room));
        Write(entries, buffer);
        await rest.SendAsync(context, buffer.Bytes.WrittenMemory, whole);
    }

    private async ValueTask PredictAsync(BatchEntry entry, Inference whole, AnswerRoom room)
    {
        var (inference, request) = (entry.Inference, entry.Inference.Request);
        inference.BeginWithin(whole, room);
        if (inference.IsLate)
        {
            entry.Fault = InferRunner.TimedOut(inference);
            return;
        }

        try
        {
            var target = await runner.ResolveAsync(request.ModelName!, request.ModelVersion, inference);
            entry.Fault = target.Fault ?? await runner.RunAsync(target.Resolution, inference);
        }
        catch (Exception exception) when (!inference.IsAbandoned)
        {
            Failed(logger, exception, request.ModelName!);
            entry.Fault = ProtocolFaults.Unexpected;
        }
    }

    private void Write(List<BatchEntry> entries, JsonBuffer buffer)
    {
        buffer.Bytes.Write("{\"responses\":["u8);
        for (var i = 0; i < entries.Count; i++)
        {
            buffer.Bytes.Write(i > 0 ? ","u8 : ""u8);
            Write(entries[i], buffer);
        }

        buffer.Bytes.Write("]}"u8);
    }

    private void Write(BatchEntry entry, JsonBuffer buffer)
    {
        if (entry.Fault is { } fault)
        {
            buffer.WriteError(fault.Message, entry.Inference.Request.ModelName, entry.Inference.Request.Id);
            return;
        }

        entry.Inference.Clock.Resume();
        AnswerWriter.WriteJson(buffer.Bytes, entry.Inference);
        runner.Complete(entry.Inference);
    }

    [LoggerMessage(2030, LogLevel.Error, "A batch's request of model {Model} failed")]
    private static partial void Failed(ILogger logger, Exception exception, string model);
}
