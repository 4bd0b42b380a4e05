using Distributed.Contracts;
using Distributed.TrainerGrain.Api;
using Distributed.TrainerGrain.Clustering;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Recovery;
using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Sweeps;
using Distributed.TrainerGrain.Training;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Distributed.TrainerGrain;

/// <summary>What the silo is made of.</summary>
internal static class Hosting
{
    /// <summary>The engine, its threads, the runner that feeds them, and what the experiments' grains share.</summary>
    public static IServiceCollection AddTraining(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RunnerOptions>().BindConfiguration(RunnerOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RunnerOptions>, RunnerOptionsValidator>();
        services.AddSingleton<ITrainingEngine, TorchEngine>();
        services.AddSingleton(provider => new ComputeThreads(provider.GetRequiredService<IOptions<RunnerOptions>>().Value.Threads));
        services.AddSingleton<StackedSteps>();
        services.AddSingleton<RunExecutor>();
        services.AddSingleton<TrainingRunner>();
        services.AddSingleton<ITrainingRunner>(provider => provider.GetRequiredService<TrainingRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<TrainingRunner>());
        services.AddSingleton<ExperimentServices>();
        return services;
    }

    /// <summary>What the sweeps' grains share.</summary>
    public static IServiceCollection AddSweeps(this IServiceCollection services)
    {
        services.AddOptions<SweepOptions>().BindConfiguration(SweepOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SweepOptions>, SweepOptionsValidator>();
        return services.AddSingleton<SweepServices>();
    }

    /// <summary>The API of experiments and sweeps, and what it needs.</summary>
    public static IServiceCollection AddTrainerApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration(ApiOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.Configure<SiloMessagingOptions>(messages => messages.MaxMessageBodySize = ApiOptions.LargestMessage);
        services.ConfigureHttpJsonOptions(options => ContractsJson.Configure(options.SerializerOptions));
        services.AddProblemDetails(options => options.CustomizeProblemDetails = StatusDetails.Add);
        services.AddExceptionHandler<StoreTrouble>();
        services.AddExceptionHandler<RequestTrouble>();
        services.AddOpenApi();
        return services;
    }

    /// <summary>When the silos of the cluster give one of them up.</summary>
    public static IServiceCollection AddLiveness(this IServiceCollection services)
    {
        services.AddOptions<LivenessOptions>().BindConfiguration(LivenessOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LivenessOptions>, LivenessOptionsValidator>();
        return services.AddSingleton<IConfigureOptions<ClusterMembershipOptions>, MembershipTimings>();
    }

    /// <summary>Wakes unfinished experiments; registered after the silo, so that it starts when grains can be called.</summary>
    public static IServiceCollection AddRecovery(this IServiceCollection services)
    {
        services.AddOptions<RecoveryOptions>().BindConfiguration(RecoveryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RecoveryOptions>, RecoveryOptionsValidator>();
        services.AddSingleton<RecoveryDuty>();
        services.AddSingleton<UnfinishedExperiments>();
        return services.AddHostedService<ExperimentRecovery>();
    }
}
