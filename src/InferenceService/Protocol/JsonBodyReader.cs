using System.Buffers;
using System.Text.Json;
using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Reads small bodies of JSON within the limits of all requests, whatever content type they say: Triton's clients send none, or that of
/// a form.
/// </summary>
internal sealed class JsonBodyReader(
    RestExchange rest, ObjectPool<Inference> inferences, IOptions<JsonOptions> json, IOptions<ServingOptions> options)
{
    /// <summary>Reads; an empty body is nothing, and nothing is wrong with it.</summary>
    public async ValueTask<JsonBody<T>> ReadAsync<T>(HttpContext context)
        where T : class
    {
        var inference = inferences.Get();
        try
        {
            inference.Begin(options.Value.RequestTimeout, context.RequestAborted);
            var received = await rest.ReceiveAsync(context.Request, inference);
            return received.Fault is { } fault ? new(null, fault) : Parse<T>(context.Request, received.Bytes);
        }
        finally
        {
            inferences.Return(inference);
        }
    }

    private JsonBody<T> Parse<T>(HttpRequest http, in ReadOnlySequence<byte> bytes)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(bytes);
            return bytes.IsEmpty
                ? default
                : new(JsonSerializer.Deserialize<T>(ref reader, json.Value.SerializerOptions), InferRequestReader.ReadEnd(ref reader));
        }
        catch (JsonException exception)
        {
            return new(null, Faulty(exception));
        }
        finally
        {
            http.BodyReader.AdvanceTo(bytes.End);
        }
    }

    // The exception's own words name types of this program.
    private static ProtocolFault Faulty(JsonException exception) => exception.Path is { } path
        ? ProtocolFault.BadRequest($"the body cannot be read at '{path}'")
        : InferRequestReader.NotJson(exception);
}

/// <summary>What a body says, or what is wrong with it.</summary>
/// <param name="Value">What it says; null when it says nothing.</param>
/// <param name="Fault">What is wrong with it; null when nothing is.</param>
internal readonly record struct JsonBody<T>(T? Value, ProtocolFault? Fault)
    where T : class;
