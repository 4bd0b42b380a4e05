using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// Sets the server's own limits, just before it listens: options out of their range have stopped the start by then. Beside these limits,
/// the server lets go of a client that sends or reads less than 240 bytes a second.
/// </summary>
internal sealed class ServerLimits(IOptions<KestrelServerOptions> kestrel, IOptions<ServingOptions> serving) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        kestrel.Value.Limits.MaxConcurrentConnections = serving.Value.MaxConnections;
        kestrel.Value.Limits.RequestHeadersTimeout = serving.Value.RequestTimeout;
        return next;
    }
}
