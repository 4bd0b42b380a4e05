using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.References;
using Orleans.Serialization;
using Orleans.Telemetry;
using Orleans.Wire;

namespace Orleans.Hosting;

/// <summary>The services that silos and clients have in common.</summary>
internal static class CommonServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ApplicationAssemblies());
        services.AddSingleton<ConverterRegistry>();
        services.AddSingleton<CopierProvider>();
        services.AddSingleton<CodecProvider>();
        services.AddSingleton<MessageCodec>();
        services.AddSingleton<GrainTypeMap>();
        services.AddSingleton<ReferenceFactory>();
        services.AddSingleton(s => new Lazy<ReferenceFactory>(s.GetRequiredService<ReferenceFactory>));
        services.AddSingleton<ClusterClient>();
        services.TryAddSingleton<IClusterClient>(s => s.GetRequiredService<ClusterClient>());
        services.TryAddSingleton<IGrainFactory>(s => s.GetRequiredService<ClusterClient>());
        services.AddSingleton<OrleansMeter>();
        services.AddSingleton<RequestInstruments>();
    }

    public static ApplicationAssemblies AssembliesOf(IServiceCollection services) =>
        (ApplicationAssemblies)services.Last(d => d.ServiceType == typeof(ApplicationAssemblies)).ImplementationInstance!;
}
