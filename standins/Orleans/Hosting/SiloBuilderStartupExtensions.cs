using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Runs once when a silo starts.</summary>
    public interface IStartupTask
    {
        /// <summary>Does the work; a failure stops the silo's start.</summary>
        Task Execute(CancellationToken cancellationToken);
    }
}

namespace Orleans.Hosting
{
    /// <summary>Work at the start of a silo.</summary>
    public static class SiloBuilderStartupExtensions
    {
        /// <summary>Runs a class's task at a stage.</summary>
        public static ISiloBuilder AddStartupTask<TStartup>(this ISiloBuilder builder, int stage = ServiceLifecycleStage.Active)
            where TStartup : class, IStartupTask =>
            builder.AddStartupTask((services, token) => ActivatorUtilities.GetServiceOrCreateInstance<TStartup>(services).Execute(token), stage);

        /// <summary>Runs a task at a stage.</summary>
        public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, IStartupTask startupTask, int stage = ServiceLifecycleStage.Active) =>
            builder.AddStartupTask((_, token) => startupTask.Execute(token), stage);

        /// <summary>Runs a delegate at a stage.</summary>
        public static ISiloBuilder AddStartupTask(
            this ISiloBuilder builder, Func<IServiceProvider, CancellationToken, Task> startupTask, int stage = ServiceLifecycleStage.Active)
        {
            builder.Services.AddTransient<ILifecycleParticipant<ISiloLifecycle>>(services => new StartupTask(services, startupTask, stage));
            return builder;
        }

        private sealed class StartupTask(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task> task, int stage)
            : ILifecycleParticipant<ISiloLifecycle>
        {
            public void Participate(ISiloLifecycle lifecycle) =>
                lifecycle.Subscribe<StartupTask>(stage, token => task(services, token));
        }
    }
}
