using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>The comparers that collections may travel with, by number: the default, and those of text.</summary>
internal static class Comparers
{
    private static readonly StringComparer[] OfText =
    [
        StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase, StringComparer.InvariantCulture, StringComparer.InvariantCultureIgnoreCase,
    ];

    /// <exception cref="SerializerException">The comparer is one of the application's own.</exception>
    public static byte CodeOf(object comparer)
    {
        var type = comparer.GetType();
        var text = Array.IndexOf(OfText, comparer);
        return text >= 0 ? (byte)(text + 1)
            : type.Assembly == typeof(object).Assembly && comparer is not StringComparer ? (byte)0
            : throw new SerializerException($"A collection with the comparer {type} cannot travel.");
    }

    public static object? WithCode(byte code) => code == 0 ? null
        : code <= OfText.Length ? OfText[code - 1]
        : throw WireReader.Malformed($"the unknown comparer {code}");
}
