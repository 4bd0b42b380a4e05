using Distributed.Store;
using Distributed.TrainerGrain.Persistence;
using Orleans.Providers;
using Orleans.Runtime.Hosting;

[assembly: RegisterProvider(StoreProvider.Name, "GrainStorage", "Silo", typeof(StoreProvider))]

namespace Distributed.TrainerGrain.Persistence;

/// <summary>
/// Lets configuration choose the store for grain state: <c>Orleans:GrainStorage:&lt;name&gt;:ProviderType = DistributedStore</c>.
/// There is one store a process, so the section needs no further setting.
/// </summary>
public sealed class StoreProvider : IProviderBuilder<ISiloBuilder>
{
    /// <summary>The provider type that settings name.</summary>
    public const string Name = "DistributedStore";

    /// <inheritdoc/>
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.Services.AddGrainStorage(
            name ?? "Default", (services, _) => new StoreGrainStorage(services.GetRequiredService<IGrainStateStore>()));
}
