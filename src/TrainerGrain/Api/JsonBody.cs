using System.Buffers;
using Distributed.ServiceDefaults;

namespace Distributed.TrainerGrain.Api;

/// <summary>Takes a request's body whole.</summary>
internal static class JsonBody
{
    /// <summary>The body; null when it is larger than allowed.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int limit)
    {
        if (await RequestBody.ReadAsync(context.Request, limit, context.RequestAborted) is not { } body)
        {
            return null;
        }

        var bytes = body.ToArray();
        context.Request.BodyReader.AdvanceTo(body.End);
        return bytes;
    }
}
