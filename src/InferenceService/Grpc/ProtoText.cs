namespace Distributed.InferenceService.Grpc;

/// <summary>Text fields of messages, which are empty where other protocols have nothing.</summary>
internal static class ProtoText
{
    /// <summary>The text; null when it is empty.</summary>
    public static string? EmptyAsNull(string text) => text.Length == 0 ? null : text;
}
