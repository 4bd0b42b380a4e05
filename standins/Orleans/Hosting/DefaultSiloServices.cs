using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Activations;
using Orleans.Configuration;
using Orleans.Directory;
using Orleans.Dispatch;
using Orleans.Enumeration;
using Orleans.Lifecycle;
using Orleans.Membership;
using Orleans.Networking;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Telemetry;

namespace Orleans.Hosting;

/// <summary>The services of a silo.</summary>
internal static class DefaultSiloServices
{
    public static void Add(ISiloBuilder builder)
    {
        var services = builder.Services;
        CommonServices.Add(services);
        services.AddSingleton<IOptions<MessagingOptions>>(s => s.GetRequiredService<IOptions<SiloMessagingOptions>>());
        services.PostConfigure<SiloOptions>(o => o.SiloName ??= $"Silo_{Guid.NewGuid().ToString("N")[..5]}");
        services.PostConfigure<EndpointOptions>(o => o.UseDefaultAddress());
        services.TryAddSingleton<ILocalSiloDetails, LocalSiloDetails>();
        AddLifecycle(services);
        AddMembership(services);
        AddDirectory(services);
        AddDispatch(services);
        AddActivations(services);
        AddValidators(services);
        services.TryAddSingleton<IGrainStorageSerializer, JsonGrainStorageSerializer>();
        ProviderConfiguration.Apply(builder, CommonServices.AssembliesOf(services));
    }

    private static void AddLifecycle(IServiceCollection services)
    {
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton<ISiloLifecycle>(s => s.GetRequiredService<SiloLifecycle>());
        services.AddHostedService<SiloHostedService>();
        AddParticipant<SiloRuntime>(services);
    }

    private static void AddMembership(IServiceCollection services)
    {
        services.TryAddSingleton<IFatalErrorHandler, FatalErrorHandler>();
        services.AddSingleton<ClusterMembership>();
        services.AddSingleton<MembershipGossip>();
        services.AddSingleton(s => new Lazy<MembershipGossip>(s.GetRequiredService<MembershipGossip>));
        AddParticipant<MembershipAgent>(services);
        AddParticipant<ClusterHealthMonitor>(services);
        AddParticipant<DefunctSiloCleaner>(services);
        AddParticipant<SiloStatusOracle>(services);
        services.AddSingleton<ISiloStatusOracle>(s => s.GetRequiredService<SiloStatusOracle>());
    }

    private static void AddDirectory(IServiceCollection services)
    {
        services.AddSingleton<DirectoryPartition>();
        services.AddSingleton<GrainDirectory>();
        services.AddSingleton<LoadBoard>();
        services.AddSingleton<PlacementService>();
        services.AddSingleton<IGrainLocator, GrainLocator>();
        services.AddSingleton(s => new Lazy<IGrainLocator>(s.GetRequiredService<IGrainLocator>));
    }

    private static void AddParticipant<T>(IServiceCollection services) where T : class, ILifecycleParticipant<ISiloLifecycle>
    {
        services.AddSingleton<T>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<T>());
    }

    private static void AddDispatch(IServiceCollection services)
    {
        services.AddSingleton<SiloNetwork>();
        services.AddSingleton<Gateway>();
        services.AddSingleton<MessageCenter>();
        services.AddSingleton(s => new Lazy<MessageCenter>(s.GetRequiredService<MessageCenter>));
        services.AddSingleton<RequestInvoker>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<RuntimeClient>(
            s,
            s.GetRequiredService<ILocalSiloDetails>().SiloAddress,
            s.GetRequiredService<MessageCenter>(),
            s.GetRequiredService<IOptions<SiloMessagingOptions>>().Value));
    }

    private static void AddActivations(IServiceCollection services)
    {
        services.AddSingleton<CatalogInstruments>();
        services.AddSingleton<StorageInstruments>();
        services.AddSingleton<ActivationRuntime>();
        services.AddSingleton<GrainClasses>();
        services.AddSingleton<Catalog>();
        services.AddSingleton(s => new Lazy<Catalog>(s.GetRequiredService<Catalog>));
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ActivationCollector>();
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddScoped(_ => RuntimeContext.Current ?? throw new InvalidOperationException("No current grain context available."));
        services.AddScoped<IAsyncEnumerableGrainExtension, AsyncEnumerableGrainExtension>();
    }

    private static void AddValidators(IServiceCollection services)
    {
        services.AddTransient<IConfigurationValidator, ClusterOptionsValidator>();
        services.AddTransient<IConfigurationValidator, ClusteringValidator>();
        services.AddTransient<IConfigurationValidator, GrainCollectionOptionsValidator>();
        services.AddTransient<IConfigurationValidator, GrainInterfaceValidator>();
    }

    private sealed class GrainContextAccessor : IGrainContextAccessor
    {
        public IGrainContext GrainContext => RuntimeContext.Current!;
    }
}
