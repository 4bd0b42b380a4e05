using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>The cluster and the service have names.</summary>
internal sealed class ClusterOptionsValidator(IOptions<ClusterOptions> options) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        Require(options.Value.ClusterId, nameof(ClusterOptions.ClusterId));
        Require(options.Value.ServiceId, nameof(ClusterOptions.ServiceId));
    }

    private static void Require(string value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new OrleansConfigurationException($"Configuration for {nameof(ClusterOptions)} is invalid. A non-empty value for {name} must be specified.");
        }
    }
}

/// <summary>There is a membership table.</summary>
internal sealed class ClusteringValidator(IServiceProvider services) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        if (services.GetService<IMembershipTable>() is null)
        {
            throw new OrleansConfigurationException(
                "Clustering has not been configured. Configure clustering using one of the clustering packages, or use "
                + "UseLocalhostClustering() for a cluster on one machine.");
        }
    }
}

/// <summary>Ages of idle activations are longer than the period in which they are looked for.</summary>
internal sealed class GrainCollectionOptionsValidator(IOptions<GrainCollectionOptions> options) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var value = options.Value;
        if (value.CollectionQuantum <= TimeSpan.Zero)
        {
            throw new OrleansConfigurationException(
                $"{nameof(value.CollectionQuantum)} is set to {value.CollectionQuantum}. {nameof(value.CollectionQuantum)} must be greater than 0");
        }

        Require(nameof(value.CollectionAge), value.CollectionAge);
        foreach (var (name, age) in value.ClassSpecificCollectionAge)
        {
            Require($"{name} CollectionAgeLimit", age);
        }
    }

    private void Require(string name, TimeSpan age)
    {
        if (age <= options.Value.CollectionQuantum)
        {
            throw new OrleansConfigurationException(
                $"{name} is set to {age}. {name} must be greater than CollectionQuantum, which is set to {options.Value.CollectionQuantum}");
        }
    }
}
