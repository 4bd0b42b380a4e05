using Distributed.TrainerGrain.Clustering;
using Distributed.TrainerGrain.Persistence;
using Orleans.Messaging;
using Orleans.Providers;

[assembly: RegisterProvider(StoreProvider.Name, "Clustering", "Silo", typeof(StoreClusteringProvider))]
[assembly: RegisterProvider(StoreProvider.Name, "Clustering", "Client", typeof(StoreClusteringProvider))]

namespace Distributed.TrainerGrain.Clustering;

/// <summary>
/// Lets configuration choose the store for membership: <c>Orleans:Clustering:ProviderType = DistributedStore</c>. There is one store
/// a process, added by <c>AddStore</c>, so the section needs no further setting; <c>Orleans:ClusterId</c> tells clusters apart.
/// </summary>
public sealed class StoreClusteringProvider : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    /// <inheritdoc/>
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.Services.AddSingleton<IMembershipTable, StoreMembershipTable>();

    /// <inheritdoc/>
    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.Services.AddSingleton<IGatewayListProvider, StoreGatewayList>();
}
