using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Distributed.ServiceDefaults;

/// <summary>
/// Logs, metrics and traces by OTLP. Where to send them, how often and under which name is read from the standard
/// <c>OTEL_*</c> variables; without <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> nothing is collected.
/// </summary>
internal static class Telemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Not the store's, nor what Orleans does for itself: a span for every commit, ping and timer would bury the traces of requests and
    // experiments.
    private static readonly string[] Sources =
        ["Distributed.Trainer", "Distributed.Inference", "Microsoft.Orleans.Application", "Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
        ["Distributed.*", "Microsoft.Orleans", "Microsoft.Orleans.*", "Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointVariable]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
            logging.SetResourceBuilder(CreateResource()).AddOtlpExporter();
        });
        builder.Services.AddSingleton(_ => CreateTracerProvider());
        builder.Services.AddSingleton(_ => CreateMeterProvider());
        builder.Services.AddHostedService<TelemetryHost>();
        builder.Services.AddTransient<IStartupFilter, RequestTraces>();
    }

    /// <summary>The name and the instance come from <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c>.</summary>
    private static ResourceBuilder CreateResource() => ResourceBuilder.CreateDefault();

    private static TracerProvider CreateTracerProvider() => Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(CreateResource())
        .AddSource(Sources)
        .AddOtlpExporter()
        .Build();

    private static MeterProvider CreateMeterProvider() => Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(CreateResource())
        .AddMeter(Meters)
        .AddOtlpExporter()
        .Build();
}
