using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Orleans.Runtime.Hosting;

/// <summary>Storage providers.</summary>
public static class StorageProviderExtensions
{
    /// <summary>Adds a provider under a name; the one named <c>Default</c> serves states without a provider's name.</summary>
    public static IServiceCollection AddGrainStorage<T>(
        this IServiceCollection collection, string name, Func<IServiceProvider, string, T> implementationFactory) where T : IGrainStorage
    {
        collection.AddKeyedSingleton<IGrainStorage>(name, (services, key) => implementationFactory(services, (string)key!));
        if (name == "Default")
        {
            collection.TryAddSingleton(services => services.GetRequiredKeyedService<IGrainStorage>(name));
        }

        if (typeof(T).IsAssignableTo(typeof(ILifecycleParticipant<ISiloLifecycle>)))
        {
            collection.AddSingleton(services =>
                (ILifecycleParticipant<ISiloLifecycle>)services.GetRequiredKeyedService<IGrainStorage>(name));
        }

        return collection;
    }
}
