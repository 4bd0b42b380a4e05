using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string composed of other values.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder,
        string name,
        ReferenceExpression connectionStringExpression) =>
        builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
}
