using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting
{
    /// <summary>Configures a silo.</summary>
    public interface ISiloBuilder
    {
        /// <summary>The services of the silo.</summary>
        IServiceCollection Services { get; }

        /// <summary>The configuration of the host.</summary>
        IConfiguration Configuration { get; }
    }

    /// <summary>Configures a client.</summary>
    public interface IClientBuilder
    {
        /// <summary>The services of the client.</summary>
        IServiceCollection Services { get; }

        /// <summary>The configuration of the host.</summary>
        IConfiguration Configuration { get; }
    }

    internal sealed class SiloBuilder(IServiceCollection services, IConfiguration configuration) : ISiloBuilder
    {
        public IServiceCollection Services { get; } = services;

        public IConfiguration Configuration { get; } = configuration;
    }

    internal sealed class ClientBuilder(IServiceCollection services, IConfiguration configuration) : IClientBuilder
    {
        public IServiceCollection Services { get; } = services;

        public IConfiguration Configuration { get; } = configuration;
    }
}

namespace Orleans.Providers
{
    /// <summary>Configures a provider that configuration has chosen.</summary>
    public interface IProviderBuilder<TBuilder>
    {
        /// <summary>Configures the provider.</summary>
        /// <param name="builder">The silo or client.</param>
        /// <param name="name">The provider's name; null where there is only one of its kind.</param>
        /// <param name="configurationSection">Its section.</param>
        void Configure(TBuilder builder, string? name, IConfigurationSection configurationSection);
    }
}

namespace Orleans
{
    /// <summary>Checks the configuration before the silo starts.</summary>
    public interface IConfigurationValidator
    {
        /// <summary>Throws when the configuration cannot work.</summary>
        void ValidateConfiguration();
    }
}
