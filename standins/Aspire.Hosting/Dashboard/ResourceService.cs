using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Aspire.Hosting.Orchestration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the application model to the dashboard: its resources, their consoles and their commands.</summary>
internal sealed class ResourceService(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLogs logs,
    ResourceCommandService commands,
    IConfiguration configuration) : IAsyncDisposable
{
    private const string Path = "/aspire.v1.DashboardService";
    private const string ApiKeyHeader = "x-resource-service-api-key";

    private WebApplication? _server;

    /// <returns>The address at which it listens.</returns>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        _server = builder.Build();
        Map(_server, "GetApplicationInformation", GetApplicationInformationAsync);
        Map(_server, "WatchResources", WatchResourcesAsync);
        Map(_server, "WatchResourceConsoleLogs", WatchConsoleLogsAsync);
        Map(_server, "ExecuteResourceCommand", ExecuteCommandAsync);
        Map(_server, "WatchInteractions", KeepOpenAsync);
        await _server.StartAsync(cancellationToken).ConfigureAwait(false);
        return _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool KeysMatch(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private void Map(WebApplication server, string method, Func<GrpcExchange, CancellationToken, Task> handle) => server.MapPost($"{Path}/{method}", async context =>
    {
        if (configuration["AppHost:ResourceService:ApiKey"] is { } key && !KeysMatch(context.Request.Headers[ApiKeyHeader].ToString(), key))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.Lifetime.ApplicationStopping);
        var exchange = new GrpcExchange(context);
        try
        {
            await handle(exchange, stopping.Token).ConfigureAwait(false);
            exchange.End();
        }
        catch (Exception exception) when (stopping.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    });

    private async Task GetApplicationInformationAsync(GrpcExchange exchange, CancellationToken cancellationToken)
    {
        await exchange.BeginAsync().ConfigureAwait(false);
        await exchange.WriteAsync(new ApplicationInformationResponse
        {
            ApplicationName = configuration["AppHost:DashboardApplicationName"] ?? "",
        }).ConfigureAwait(false);
    }

    private async Task WatchResourcesAsync(GrpcExchange exchange, CancellationToken cancellationToken)
    {
        await exchange.BeginAsync().ConfigureAwait(false);
        await exchange.WriteAsync(new WatchResourcesUpdate { InitialData = new InitialResourceData() }).ConfigureAwait(false);
        await foreach (var change in notifications.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            var changes = new WatchResourcesChanges { Value = { new WatchResourcesChange { Upsert = ResourceMessages.Create(change) } } };
            await exchange.WriteAsync(new WatchResourcesUpdate { Changes = changes }).ConfigureAwait(false);
        }
    }

    private async Task WatchConsoleLogsAsync(GrpcExchange exchange, CancellationToken cancellationToken)
    {
        var request = await exchange.ReadAsync(WatchResourceConsoleLogsRequest.Parser).ConfigureAwait(false);
        await exchange.BeginAsync().ConfigureAwait(false);
        if (model.Resources.SelectMany(r => r.Instances()).FirstOrDefault(i => i.Name == request.ResourceName) is not { } instance)
        {
            return;
        }

        await foreach (var line in logs.ReadAsync(instance, !request.SuppressFollow, cancellationToken).ConfigureAwait(false))
        {
            var message = new ConsoleLogLine { Text = line.Content, IsStdErr = line.IsErrorMessage, LineNumber = line.LineNumber };
            await exchange.WriteAsync(new WatchResourceConsoleLogsUpdate { LogLines = { message } }).ConfigureAwait(false);
        }
    }

    private async Task ExecuteCommandAsync(GrpcExchange exchange, CancellationToken cancellationToken)
    {
        var request = await exchange.ReadAsync(ResourceCommandRequest.Parser).ConfigureAwait(false);
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, cancellationToken).ConfigureAwait(false);
        await exchange.BeginAsync().ConfigureAwait(false);
        await exchange.WriteAsync(new ResourceCommandResponse
        {
            Kind = result.Success ? ResourceCommandResponseKind.Succeeded : ResourceCommandResponseKind.Failed,
            Message = result.Message ?? "",
        }).ConfigureAwait(false);
    }

    /// <summary>There are no interactions to offer; the dashboard takes a refusal for a fault and would ask again for ever.</summary>
    private static async Task KeepOpenAsync(GrpcExchange exchange, CancellationToken cancellationToken)
    {
        await exchange.BeginAsync().ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
    }
}
