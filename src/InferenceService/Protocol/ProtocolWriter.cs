using System.Text.Json;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>Writes the protocol's answers.</summary>
public static class ProtocolWriter
{
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText OutputName = JsonEncodedText.Encode(OnnxNames.Output);
    private static readonly JsonEncodedText Datatype = JsonEncodedText.Encode("datatype");
    private static readonly JsonEncodedText Float32 = JsonEncodedText.Encode(ElementTypes.ModelType);
    private static readonly JsonEncodedText Shape = JsonEncodedText.Encode("shape");
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");

    /// <summary>
    /// Writes the answer to an inference. A value that is not finite is written as <c>null</c>: JSON has no form for it, and
    /// NumPy-based clients read null back as NaN.
    /// </summary>
    public static void WriteAnswer(Utf8JsonWriter json, ServedModel model, string? id, int rows, ReadOnlySpan<float> values)
    {
        json.WriteStartObject();
        json.WriteString("model_name"u8, model.Name);
        json.WriteString("model_version"u8, model.VersionName);
        if (id is not null)
        {
            json.WriteString("id"u8, id);
        }

        json.WriteStartArray("outputs"u8);
        json.WriteStartObject();
        json.WriteString(Name, OutputName);
        json.WriteString(Datatype, Float32);
        WriteShape(json, rows, model.Targets);
        WriteData(json, values);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>{"error": …}</c>.</summary>
    public static void WriteError(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, message);
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, int rows, int width)
    {
        json.WriteStartArray(Shape);
        json.WriteNumberValue(rows);
        json.WriteNumberValue(width);
        json.WriteEndArray();
    }

    private static void WriteData(Utf8JsonWriter json, ReadOnlySpan<float> values)
    {
        json.WriteStartArray(Data);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }
}
