using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distributed.Contracts;

/// <summary>The one way in which contract types are written as JSON: camelCase, nulls left out.</summary>
public static class ContractsJson
{
    /// <summary>Escapes only what JSON must: an answer is JSON, never part of a page, and quotes in messages stay readable.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Read-only options for <see cref="JsonSerializer"/>.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the same settings to options that a framework owns.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = 32;
        options.Encoder = Encoder;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
