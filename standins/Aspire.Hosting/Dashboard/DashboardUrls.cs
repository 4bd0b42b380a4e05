using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Where the dashboard is to listen; null means any free port.</summary>
internal sealed record DashboardUrls(Uri? Frontend, Uri? OtlpGrpc, Uri? OtlpHttp)
{
    private const string UnsecuredTransport = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";

    public static DashboardUrls Read(IConfiguration configuration)
    {
        if (!configuration.GetValue<bool>(UnsecuredTransport))
        {
            throw new DistributedApplicationException(
                $"The dashboard is served over http here: set {UnsecuredTransport} or the option AllowUnsecuredTransport to true.");
        }

        return new(
            Parse(configuration, "ASPNETCORE_URLS", "URLS"),
            Parse(configuration, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_ENDPOINT_URL"),
            Parse(configuration, "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "DOTNET_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"));
    }

    private static Uri? Parse(IConfiguration configuration, string key, string formerKey)
    {
        var value = (configuration[key] ?? configuration[formerKey])?.Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (value is null)
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp
            ? url
            : throw new DistributedApplicationException($"The setting {key} is '{value}'; it has to be an http address.");
    }
}
