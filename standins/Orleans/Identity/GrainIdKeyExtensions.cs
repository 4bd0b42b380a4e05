using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Keys that are integers or GUIDs: an integer is written in hexadecimal, a GUID as 32 digits, an extension follows a plus sign.</summary>
public static class GrainIdKeyExtensions
{
    /// <summary>The key of an integer.</summary>
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    /// <summary>The key of an integer with an extension.</summary>
    public static IdSpan CreateIntegerKey(long key, string? keyExtension) => string.IsNullOrEmpty(keyExtension)
        ? CreateIntegerKey(key)
        : IdSpan.Create(string.Create(CultureInfo.InvariantCulture, $"{key:X}+{keyExtension}"));

    /// <summary>The key of a GUID.</summary>
    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    /// <summary>The key of a GUID with an extension.</summary>
    public static IdSpan CreateGuidKey(Guid key, string? keyExtension) => string.IsNullOrEmpty(keyExtension)
        ? CreateGuidKey(key)
        : IdSpan.Create($"{key:N}+{keyExtension}");

    /// <summary>Reads an integer key; false when it is none.</summary>
    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt)
    {
        var text = Split(grainId, out keyExt);
        return long.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out key);
    }

    /// <summary>Reads a GUID key; false when it is none.</summary>
    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt) =>
        Guid.TryParseExact(Split(grainId, out keyExt), "N", out key);

    /// <summary>Reads an integer key.</summary>
    /// <exception cref="ArgumentException">The key is no integer.</exception>
    public static long GetIntegerKey(this GrainId grainId) => grainId.GetIntegerKey(out _);

    /// <summary>Reads an integer key and its extension.</summary>
    /// <exception cref="ArgumentException">The key is no integer.</exception>
    public static long GetIntegerKey(this GrainId grainId, out string? keyExt) => grainId.TryGetIntegerKey(out var key, out keyExt)
        ? key
        : throw new ArgumentException($"Unable to parse integer key from grain id {grainId}", nameof(grainId));

    /// <summary>Reads a GUID key.</summary>
    /// <exception cref="ArgumentException">The key is no GUID.</exception>
    public static Guid GetGuidKey(this GrainId grainId) => grainId.GetGuidKey(out _);

    /// <summary>Reads a GUID key and its extension.</summary>
    /// <exception cref="ArgumentException">The key is no GUID.</exception>
    public static Guid GetGuidKey(this GrainId grainId, out string? keyExt) => grainId.TryGetGuidKey(out var key, out keyExt)
        ? key
        : throw new ArgumentException($"Unable to parse guid key from grain id {grainId}", nameof(grainId));

    private static string Split(GrainId grainId, out string? extension)
    {
        var text = grainId.Key.ToString();
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        extension = plus < 0 ? null : text[(plus + 1)..];
        return plus < 0 ? text : text[..plus];
    }
}
