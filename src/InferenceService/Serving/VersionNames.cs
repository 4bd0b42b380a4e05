using System.Globalization;
using Distributed.Contracts.Experiments;

namespace Distributed.InferenceService.Serving;

/// <summary>How a version is written in addresses and answers.</summary>
public static class VersionNames
{
    /// <summary>Writes a version number.</summary>
    public static string Format(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a text may name an alias: a name like those of models, but no number.</summary>
    public static bool IsAlias(string text) => ResourceName.IsValid(text) && text.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads a version number; false for anything that <see cref="Format"/> would not have written.</summary>
    public static bool TryParse(string text, out int version) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version)
        && version > 0
        && text[0] != '0';
}
