using System.Globalization;

namespace Distributed.InferenceService.Serving;

/// <summary>How a version is written in addresses and answers.</summary>
public static class VersionNames
{
    /// <summary>Writes a version number.</summary>
    public static string Format(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a version number; false for anything that <see cref="Format"/> would not have written.</summary>
    public static bool TryParse(string text, out int version) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version)
        && version > 0
        && text[0] != '0';
}
