using System.Globalization;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A request, good or bad, as it is sent.</summary>
/// <param name="Path">Where to.</param>
/// <param name="Body">The body.</param>
/// <param name="HeaderLength">What the header of the binary tensor extension says; null when it is not sent.</param>
internal sealed record FuzzedRequest(string Path, byte[] Body, string? HeaderLength = null)
{
    /// <summary>The part of the body that is JSON, if the server agrees with the header.</summary>
    public byte[] Json => HeaderLength is null ? Body : Body[..int.Parse(HeaderLength, CultureInfo.InvariantCulture)];

    public ByteArrayContent ToContent()
    {
        var content = new ByteArrayContent(Body);
        if (HeaderLength is not null)
        {
            content.Headers.TryAddWithoutValidation(BinaryBody.Header, HeaderLength);
        }

        return content;
    }

    public override string ToString() => $"{Path} {BinaryBody.Header}: {HeaderLength ?? "-"} body (base64): {Convert.ToBase64String(Body)}";
}
