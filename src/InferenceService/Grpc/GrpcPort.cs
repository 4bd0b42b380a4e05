using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>
/// Gives one of the service's ports to gRPC: HTTP/2 without TLS there, and its requests go past routing and everything else that is
/// for HTTP. The other ports know nothing of gRPC.
/// </summary>
internal sealed class GrpcPort(GrpcServer server, IOptions<GrpcOptions> options) : IStartupFilter
{
    /// <summary>Makes the port one of HTTP/2, wherever its address comes from.</summary>
    public static void Configure(KestrelServerOptions kestrel, IOptions<GrpcOptions> options) => kestrel.ConfigureEndpointDefaults(listen =>
    {
        if (options.Value.Port != 0 && listen.IPEndPoint?.Port == options.Value.Port)
        {
            listen.Protocols = HttpProtocols.Http2;
        }
    });

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var port = options.Value.Port;
        if (port != 0)
        {
            app.Use(rest => context => context.Connection.LocalPort == port ? server.HandleAsync(context) : rest(context));
        }

        next(app);
    };
}

/// <summary>Ends a start after which nobody listens at the port that was meant for gRPC.</summary>
internal sealed class GrpcPortCheck(IServer server, IOptions<GrpcOptions> options) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var port = options.Value.Port;
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return port == 0 || addresses.Any(address => BindingAddress.Parse(address).Port == port)
            ? Task.CompletedTask
            : throw new OptionsValidationException(GrpcOptions.Section, typeof(GrpcOptions), [Explain(port, addresses)]);
    }

    private static string Explain(int port, IEnumerable<string> addresses) =>
        $"{GrpcOptions.Section}:{nameof(GrpcOptions.Port)} is {port}, and the service listens at {string.Join(", ", addresses)} only; "
        + "add the address with this port to ASPNETCORE_URLS.";

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
