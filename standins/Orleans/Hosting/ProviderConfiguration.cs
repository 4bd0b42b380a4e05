using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Serialization;

namespace Orleans.Hosting;

/// <summary>Applies the section <c>Orleans</c> of the configuration to a silo.</summary>
internal static class ProviderConfiguration
{
    public static void Apply(ISiloBuilder builder, ApplicationAssemblies assemblies)
    {
        var section = builder.Configuration.GetSection("Orleans");
        if (section["Name"] is { Length: > 0 } name)
        {
            builder.Configure<SiloOptions>(options => options.SiloName = name);
        }

        builder.Configure<ClusterOptions>(section);
        builder.Configure<SiloMessagingOptions>(section.GetSection("Messaging"));
        if (section.GetSection("Endpoints") is var endpoints && endpoints.Exists())
        {
            builder.Configure<EndpointOptions>(options => options.Bind(endpoints));
        }

        if (bool.TryParse(section["EnableDistributedTracing"], out var tracing) && tracing)
        {
            builder.AddActivityPropagation();
        }

        var providers = Registered(assemblies);
        ApplyOne(builder, providers, section.GetSection("Clustering"));
        ApplyOne(builder, providers, section.GetSection("Reminders"));
        ApplyNamed(builder, providers, section.GetSection("BroadcastChannel"));
        ApplyNamed(builder, providers, section.GetSection("Streaming"));
        ApplyNamed(builder, providers, section.GetSection("GrainStorage"));
        ApplyNamed(builder, providers, section.GetSection("GrainDirectory"));
    }

    private static Dictionary<(string Kind, string Name), Type> Registered(ApplicationAssemblies assemblies)
    {
        var result = new Dictionary<(string, string), Type>();
        foreach (var attribute in assemblies.All.SelectMany(a => a.GetCustomAttributes<RegisterProviderAttribute>()))
        {
            if (attribute.Target == "Silo")
            {
                result[(attribute.Kind, attribute.Name)] = attribute.Type;
            }
        }

        return result;
    }

    private static void ApplyOne(ISiloBuilder builder, Dictionary<(string Kind, string Name), Type> providers, IConfigurationSection section)
    {
        if (section.Exists())
        {
            Required(providers, section.Key, section["ProviderType"] ?? "Default").Configure(builder, null, section);
        }
    }

    private static void ApplyNamed(ISiloBuilder builder, Dictionary<(string Kind, string Name), Type> providers, IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            Required(providers, section.Key, child["ProviderType"] ?? "Default").Configure(builder, child.Key, child);
        }
    }

    private static IProviderBuilder<ISiloBuilder> Required(Dictionary<(string Kind, string Name), Type> providers, string kind, string name)
    {
        if (providers.TryGetValue((kind, name), out var type))
        {
            return Activator.CreateInstance(type) as IProviderBuilder<ISiloBuilder> ?? throw new InvalidOperationException(
                $"{kind} provider, '{name}', of type {type}, does not implement {typeof(IProviderBuilder<ISiloBuilder>)}.");
        }

        var known = providers.Keys.Where(k => k.Kind == kind).Select(k => k.Name).Order().ToArray();
        throw new InvalidOperationException(
            $"Could not find {kind} provider named '{name}'. This can indicate that either the 'Microsoft.Orleans.Sdk' or the provider's package "
            + $"are not referenced by your application.{(known.Length > 0 ? $" Known {kind} providers: {string.Join(", ", known)}." : string.Empty)}");
    }
}
