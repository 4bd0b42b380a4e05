using Distributed.Contracts;

namespace Distributed.InferenceService.Api;

/// <summary>Registers the API of models and what all routes share.</summary>
public static class ApiServices
{
    /// <summary>Adds JSON settings, problem details and the API's description.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            ContractsJson.Configure(options.SerializerOptions);
            options.SerializerOptions.Converters.Add(new FiniteSingleConverter());
            options.SerializerOptions.Converters.Add(new FiniteDoubleConverter());
        });
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddSingleton<ModelFinder>();
        services.AddSingleton<RouteFinder>();
        return services;
    }
}
