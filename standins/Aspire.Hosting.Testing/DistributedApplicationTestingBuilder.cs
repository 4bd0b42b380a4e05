using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>Creates applications for tests: no dashboard and random ports unless asked for.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>An empty application, in the name of the application host among the callers.</summary>
    public static IDistributedApplicationTestingBuilder Create(params string[] args) => Create(args, (_, _) => { });

    public static IDistributedApplicationTestingBuilder Create(
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
    {
        var assembly = FindAppHost();
        BuilderObserver.Current = new TestingDefaults(assembly, args, configureBuilder);
        try
        {
            return new TestingBuilder(DistributedApplication.CreateBuilder(args));
        }
        finally
        {
            BuilderObserver.Current = null;
        }
    }

    /// <summary>Runs an application host's own program up to the point where it builds its application.</summary>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args,
        CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>(args, (_, _) => { }, cancellationToken);

    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder,
        CancellationToken cancellationToken = default) =>
        new EntryPointRun(typeof(TEntryPoint).Assembly, args, configureBuilder).StartAsync(cancellationToken);

    private static Assembly FindAppHost() =>
        new StackTrace().GetFrames().Select(f => f.GetMethod()?.DeclaringType?.Assembly).FirstOrDefault(IsAppHost)
        ?? throw new InvalidOperationException(
            "No application host assembly was found. Ensure that you have a project that references the 'Aspire.Hosting.AppHost' " +
            "package and imports the 'Aspire.AppHost.Sdk' SDK.");

    private static bool IsAppHost(Assembly? assembly) =>
        assembly?.GetCustomAttributes<AssemblyMetadataAttribute>().Any(m => m.Key.Equals("dcpclipath", StringComparison.OrdinalIgnoreCase)) ?? false;
}
