using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Distributed.AppHost;

/// <summary>The steps of the program that would hide its outline.</summary>
internal static class BuilderExtensions
{
    /// <summary>Name of the endpoint that speaks gRPC.</summary>
    public const string Grpc = "grpc";

    private const string Loopback = "127.0.0.1";

    /// <summary>The console is for the addresses and the results; what goes wrong is still shown.</summary>
    public static void KeepConsoleQuiet(this IDistributedApplicationBuilder builder) =>
        builder.Services.AddLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddConsoleFormatter<OneLineFormatter, ConsoleFormatterOptions>()
            .AddConsole(console => console.FormatterName = OneLineFormatter.FormatterName));

    /// <summary>When this program has ended, so has everything that it started.</summary>
    public static void EndAfterItsProcesses(this IDistributedApplicationBuilder builder) =>
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";

    public static void ServeDashboardAt(this IDistributedApplicationBuilder builder, int port) =>
        builder.Configuration["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://{Loopback}:{port}");

    /// <summary>Listens at the loopback address only; port 0 means any free port.</summary>
    public static IResourceBuilder<ProjectResource> WithLoopbackHttpEndpoint(
        this IResourceBuilder<ProjectResource> project,
        int port,
        bool isProxied = true,
        string name = "http") =>
        project.WithHttpEndpoint(port: port == 0 ? null : port, name: name, isProxied: isProxied)
            .WithEndpoint(name, endpoint => endpoint.TargetHost = Loopback);

    /// <summary>One more address of the service, at which it is told to speak gRPC; HTTP/2 without TLS goes through no proxy.</summary>
    public static IResourceBuilder<ProjectResource> WithLoopbackGrpcEndpoint(this IResourceBuilder<ProjectResource> project, int port)
    {
        var endpoint = project.WithLoopbackHttpEndpoint(port, isProxied: false, name: Grpc).GetEndpoint(Grpc);
        return project.WithEnvironment(context => context.EnvironmentVariables["Grpc__Port"] = endpoint.Property(EndpointProperty.TargetPort));
    }

    /// <summary>
    /// Silos of one machine talk to each other at the loopback address; left alone, a silo would listen at the first network card's.
    /// Their ports are no links for a person to follow.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSiloOnLoopback(this IResourceBuilder<ProjectResource> project) => project
        .WithEnvironment("Orleans__Endpoints__AdvertisedIPAddress", Loopback)
        .WithUrlForEndpoint("orleans-silo", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
        .WithUrlForEndpoint("orleans-gateway", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
}
