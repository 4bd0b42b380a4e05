using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Hands limits of the service on to its web server, which beside them lets go of clients that send or read less than 240 bytes a second.
/// As the service starts and not before: options out of range are told then, in a sentence.
/// </summary>
internal sealed class ServerLimits(IOptions<KestrelServerOptions> kestrel, IOptions<ServingOptions> serving) : IStartupFilter
{
    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        kestrel.Value.Limits.MaxConcurrentConnections = serving.Value.MaxConnections;
        kestrel.Value.Limits.RequestHeadersTimeout = serving.Value.RequestTimeout;
        return next;
    }
}
