using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Distributed.Store;

/// <summary>Puts the store into a host.</summary>
public static class StoreServices
{
    /// <summary>
    /// Adds the store that <c>ConnectionStrings:store</c> names, with the settings of the section <c>Store</c>.
    /// It is opened before any other hosted service starts and closed, with every waiting write on disk, after all have stopped.
    /// </summary>
    public static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<StoreOptions>()
            .Bind(configuration.GetSection(StoreOptions.Section))
            .Configure(options => options.ConnectionString = configuration.GetConnectionString(StoreOptions.ConnectionName) ?? "");
        return services.AddStore();
    }

    /// <summary>Adds the store that the connection string names, with default settings.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, string connectionString)
    {
        services.AddOptions<StoreOptions>().Configure(options => options.ConnectionString = connectionString);
        return services.AddStore();
    }

    private static IServiceCollection AddStore(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>());
        services.AddOptions<StoreOptions>().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new StoreDatabase(
            provider.GetRequiredService<IOptions<StoreOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().GrainStates);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Catalog);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Sweeps);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Rungs);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Models);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Routes);
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Membership);
        services.AddHostedService<StoreLifetime>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>(StoreHealthCheck.Name);
        return services;
    }
}
