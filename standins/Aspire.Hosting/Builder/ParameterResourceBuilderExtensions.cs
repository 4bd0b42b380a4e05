using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value stands in the configuration as <c>Parameters:&lt;name&gt;</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        bool secret = false) =>
        builder.AddResource(new ParameterResource(
            name,
            () => builder.Configuration[$"Parameters:{name}"] ?? throw new MissingParameterValueException(
                $"Parameter resource could not be used because configuration key 'Parameters:{name}' is missing and the Parameter has no default value."),
            secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        string value,
        bool publishValueAsDefault = false,
        bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => value, secret));

    /// <summary>Adds a connection string that stands in the configuration as <c>ConnectionStrings:&lt;name&gt;</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder,
        string name,
        string? environmentVariableName = null) =>
        builder.AddResource(new ConnectionStringParameterResource(
            name,
            () => builder.Configuration.GetConnectionString(name) ?? throw new MissingParameterValueException(
                $"Connection string parameter resource could not be used because connection string '{name}' is missing."),
            environmentVariableName));

    /// <summary>A parameter outside the model that has a random value unless the configuration names one.</summary>
    internal static ParameterResource CreateGeneratedParameter(IDistributedApplicationBuilder builder, string name, int length) =>
        new(name, () => builder.Configuration[$"Parameters:{name}"]
            ?? RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz0123456789", length));
}
