using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distributed.ServiceDefaults;

/// <summary>What every service of the system has in common: telemetry and health.</summary>
public static class ServiceDefaultsExtensions
{
    internal const string HealthPath = "/health";
    internal const string AlivePath = "/alive";

    private const string Live = "live";

    /// <summary>Adds health checks, and telemetry when the environment says where to send it.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.AddTelemetry();

        // A failed start is told by whoever runs the host, see ServiceRun; the host's own account of it would say it twice, at length.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c>, which answers 200 while every check passes and is what others wait for, and <c>/alive</c>, which answers
    /// 200 while the process itself works.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath);
        app.MapHealthChecks(AlivePath, new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        return app;
    }
}
