using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>The standard OpenTelemetry variables that make a process report to the dashboard under its resource's name.</summary>
internal static class OtlpEnvironment
{
    public const string GrpcEndpoint = "otlp-grpc";
    public const string HttpEndpoint = "otlp-http";

    private const string DefaultEndpoint = "http://localhost:18889";
    private const string DevelopmentDelay = "1000";

    public static void WithOtlpEnvironment<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder.WithEnvironment(context =>
    {
        var (variables, host) = (context.EnvironmentVariables, builder.ApplicationBuilder);
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = FindEndpoint(host);
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        variables["OTEL_RESOURCE_ATTRIBUTES"] = """service.instance.id={{- index .Annotations "otel-service-instance-id" -}}""";
        variables["OTEL_SERVICE_NAME"] = """{{- index .Annotations "otel-service-name" -}}""";
        if (host.Configuration["AppHost:OtlpApiKey"] is { } key)
        {
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        }

        if (host.Environment.IsDevelopment())
        {
            AddDevelopment(variables);
        }
    });

    private static object FindEndpoint(IDistributedApplicationBuilder host) =>
        host.Resources.OfType<ExecutableResource>().FirstOrDefault(r => r.Name == DashboardHost.Name) is { } dashboard
            ? new EndpointReference(dashboard, GrpcEndpoint)
            : host.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] ?? DefaultEndpoint;

    private static void AddDevelopment(Dictionary<string, object> variables)
    {
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = DevelopmentDelay;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = DevelopmentDelay;
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = DevelopmentDelay;
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        variables["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        variables["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
    }
}
