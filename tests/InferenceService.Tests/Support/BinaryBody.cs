using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Requests and answers of the binary tensor extension, as a client has them.</summary>
internal static class BinaryBody
{
    public const string Header = "Inference-Header-Content-Length";

    /// <summary>JSON followed by bytes.</summary>
    public static ByteArrayContent Request(string json, byte[] tensors, string? headerLength = null)
    {
        var header = Encoding.UTF8.GetBytes(json);
        var content = new ByteArrayContent([.. header, .. tensors]);
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.Add(Header, headerLength ?? header.Length.ToString(CultureInfo.InvariantCulture));
        return content;
    }

    /// <summary>One input as bytes of a datatype.</summary>
    public static string Json(string datatype, int rows, int features, int size, string rest = "") =>
        $$$"""{"inputs":[{"name":"x","shape":[{{{rows}}},{{{features}}}],"datatype":"{{{datatype}}}","parameters":{"binary_data_size":{{{size}}}}}]{{{rest}}}}""";

    public static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    /// <summary>Takes an answer apart.</summary>
    public static async Task<(JsonElement Json, float[] Values)> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var length = HeaderLength(response.Headers) ?? HeaderLength(response.Content.Headers) ?? bytes.Length;
        return (JsonDocument.Parse(bytes.AsMemory(0, length)).RootElement, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(length)).ToArray());
    }

    private static int? HeaderLength(HttpHeaders headers) =>
        headers.TryGetValues(Header, out var values) ? int.Parse(values.Single(), CultureInfo.InvariantCulture) : null;
}
