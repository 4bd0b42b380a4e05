using System.Globalization;

namespace Distributed.InferenceService.Protocol;

/// <summary>The HTTP header that says where a body's JSON ends and its tensors begin.</summary>
internal static class BinaryHeader
{
    public const string Name = "Inference-Header-Content-Length";

    /// <summary>Reads it; false when it is given and is no number.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="length">The number; null when it is not given.</param>
    public static bool TryRead(IHeaderDictionary headers, out long? length)
    {
        length = null;
        if (!headers.TryGetValue(Name, out var text))
        {
            return true;
        }

        var isNumber = long.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        length = number;
        return isNumber;
    }

    /// <summary>Writes it.</summary>
    public static void Write(IHeaderDictionary headers, int length) => headers[Name] = length.ToString(CultureInfo.InvariantCulture);
}
