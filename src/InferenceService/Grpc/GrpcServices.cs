using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Grpc;

/// <summary>Registers the protocol over gRPC.</summary>
public static class GrpcServices
{
    /// <summary>Serves gRPC at <see cref="GrpcOptions.Port"/>; needs serving and the protocol.</summary>
    public static IServiceCollection AddGrpcProtocol(this IServiceCollection services)
    {
        services.AddOptions<GrpcOptions>().BindConfiguration(GrpcOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GrpcOptions>, GrpcOptionsValidator>();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GrpcOptions>>(GrpcPort.Configure);
        services.AddTransient<IStartupFilter, GrpcPort>();
        services.AddHostedService<GrpcPortCheck>();

        services.AddSingleton(provider => provider.GetRequiredService<ObjectPoolProvider>().Create(new InferMessage.Policy()));
        services.AddSingleton<InferMethod>();
        services.AddSingleton<ServerMethods>();
        services.AddSingleton<ModelMethods>();
        services.AddSingleton<RepositoryMethods>();
        services.AddSingleton<StatisticsMethod>();
        services.AddSingleton<GrpcMethods>();
        services.AddSingleton<GrpcServer>();
        return services;
    }
}
