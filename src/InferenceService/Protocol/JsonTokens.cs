using System.Text.Json;

namespace Distributed.InferenceService.Protocol;

/// <summary>What is expected of a token, and what is said when it is another.</summary>
internal static class JsonTokens
{
    /// <summary>
    /// The fault of a token that is not the expected one. Called only then, so that the words cost nothing where all is well.
    /// </summary>
    public static ProtocolFault Wrong(ref Utf8JsonReader reader, JsonTokenType expected, string where) =>
        ProtocolFault.BadRequest($"{where} is {Describe(reader.TokenType)}; it must be {Describe(expected)}");

    public static ProtocolFault Twice(string where) => ProtocolFault.BadRequest($"'{where}' is given twice");

    public static ProtocolFault TooMany(string where, int most) =>
        ProtocolFault.BadRequest($"'{where}' has more than the {most} entries allowed");

    /// <summary>Reads true or false; null when the token is another.</summary>
    public static bool? ReadBoolean(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.TokenType == JsonTokenType.True : null;
    }

    /// <summary>Reads an integer of 0 or more; null when the token is another.</summary>
    public static long? ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value >= 0 ? value : null;
    }

    /// <summary>The text of a string; null when the token is another.</summary>
    public static string? ReadText(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    /// <summary>The text of a string, without making one when it is the usual text.</summary>
    public static string? ReadText(ref Utf8JsonReader reader, string usual) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(usual) ? usual : ReadText(ref reader);

    public static ProtocolFault NotACount(string where) => ProtocolFault.BadRequest($"{where} must be an integer of 0 or more");

    public static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
