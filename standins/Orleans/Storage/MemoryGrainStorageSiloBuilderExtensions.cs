using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Configuration
{
    /// <summary>Storage in memory.</summary>
    public class MemoryGrainStorageOptions
    {
        /// <summary>The default of <see cref="NumStorageGrains"/>.</summary>
        public const int NumStorageGrainsDefaultValue = 10;

        /// <summary>How many grains share the states.</summary>
        public int NumStorageGrains { get; set; } = NumStorageGrainsDefaultValue;

        /// <summary>Turns states into bytes; JSON by default.</summary>
        public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
    }
}

namespace Orleans.Hosting
{
    /// <summary>Storage in memory.</summary>
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        /// <summary>Adds storage in memory under a name.</summary>
        public static ISiloBuilder AddMemoryGrainStorage(
            this ISiloBuilder builder, string name, Action<MemoryGrainStorageOptions> configureOptions) =>
            builder.AddMemoryGrainStorage(name, (OptionsBuilder<MemoryGrainStorageOptions> options) => options.Configure(configureOptions));

        /// <summary>Adds storage in memory under a name.</summary>
        public static ISiloBuilder AddMemoryGrainStorage(
            this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
        {
            configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
            builder.Services.AddGrainStorage(name, static (services, key) => ActivatorUtilities.CreateInstance<MemoryGrainStorage>(
                services, key, services.GetRequiredService<IOptionsMonitor<MemoryGrainStorageOptions>>().Get(key)));
            return builder;
        }

        /// <summary>Adds storage in memory for states without a provider's name.</summary>
        public static ISiloBuilder AddMemoryGrainStorageAsDefault(
            this ISiloBuilder builder, Action<MemoryGrainStorageOptions> configureOptions) =>
            builder.AddMemoryGrainStorage("Default", configureOptions);

        /// <summary>Adds storage in memory for states without a provider's name.</summary>
        public static ISiloBuilder AddMemoryGrainStorageAsDefault(
            this ISiloBuilder builder, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null) =>
            builder.AddMemoryGrainStorage("Default", configureOptions);
    }
}
