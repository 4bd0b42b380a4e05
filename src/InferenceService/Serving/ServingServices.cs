using Distributed.Store;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Serving;

/// <summary>Registers serving.</summary>
public static class ServingServices
{
    /// <summary>
    /// Adds <see cref="ModelServer"/> and what keeps it up to date; needs <see cref="IModelStore"/> and <see cref="IRouteStore"/>.
    /// </summary>
    public static IServiceCollection AddServing(this IServiceCollection services)
    {
        services.AddOptions<ServingOptions>().BindConfiguration(ServingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServingOptions>, ServingOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<InferenceMetrics>();
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<ModelLoader>();
        services.AddSingleton<VersionLoads>();
        services.AddSingleton<ShadowMirror>();
        services.AddHostedService(provider => provider.GetRequiredService<ShadowMirror>());
        services.AddSingleton<ChangeOvers>();
        services.AddSingleton<ModelServer>();
        services.AddSingleton<RouteEditor>();
        services.AddSingleton<ModelFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelFollower>());
        services.AddHealthChecks().AddCheck<FollowerHealthCheck>("published models");
        return services;
    }
}
