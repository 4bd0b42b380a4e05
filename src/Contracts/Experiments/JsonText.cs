using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>Reads text of JSON that may be no text: <c>"\uD800"</c>, half of a surrogate pair, is valid JSON and cannot be a string.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON string; null when it is none.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a property; when it is no text, as it is written, which is the name of no field.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));
        }
    }
}
