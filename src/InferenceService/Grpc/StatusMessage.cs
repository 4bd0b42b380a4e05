using System.Globalization;
using System.Text;

namespace Distributed.InferenceService.Grpc;

/// <summary>The trailer <c>grpc-message</c>: UTF-8, with all but printable ASCII percent-encoded.</summary>
internal static class StatusMessage
{
    // A sentence may quote what the caller sent, and callers take no more than a few kilobytes of headers.
    private const int Longest = 1_000;

    /// <summary>Encodes a sentence, the end of a very long one left out.</summary>
    public static string Encode(string message)
    {
        if (message.Length <= Longest && message.All(IsPlain))
        {
            return message;
        }

        var encoded = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(Shorten(message)))
        {
            if (IsPlain((char)value))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return encoded.ToString();
    }

    private static bool IsPlain(char character) => character is >= ' ' and <= '~' and not '%';

    // Never between the two halves of a character.
    private static string Shorten(string message) => message.Length <= Longest
        ? message
        : message[..(char.IsHighSurrogate(message[Longest - 1]) ? Longest - 1 : Longest)] + "…";
}
