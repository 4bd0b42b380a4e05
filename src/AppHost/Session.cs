using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Distributed.AppHost;

/// <summary>One run of the whole system, from start to stop.</summary>
internal sealed class Session(
    DistributedApplication app,
    Addresses addresses,
    RunOptions options,
    DirectoryInfo data)
{
    private const int Interrupted = 130;

    private readonly IHostApplicationLifetime _lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();

    /// <returns>The program's exit code.</returns>
    /// <exception cref="RunFailure">A resource did not come up, or the tutorial did not go through.</exception>
    public async Task<int> RunAsync()
    {
        try
        {
            await RunAsync(_lifetime.ApplicationStopping);
            return 0;
        }
        catch (OperationCanceledException) when (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return options.Once ? Interrupted : 0;
        }
        catch (HttpRequestException exception)
        {
            throw new RunFailure($"A service does not answer any more ({exception.Message}): start again, the work goes on where it is.", exception);
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        using var trainerApi = new HttpClient { BaseAddress = new Uri(addresses.Trainer.Url) };
        using var inferenceApi = new HttpClient { BaseAddress = new Uri(addresses.Inference.Url) };
        var tutorial = new Tutorial(trainerApi, inferenceApi);
        if (options.Once)
        {
            await tutorial.SubmitAsync(cancellationToken);
            await tutorial.ShowAsync(data, cancellationToken);
            return;
        }

        if (await tutorial.IsStoreEmptyAsync(cancellationToken))
        {
            await tutorial.SubmitAsync(cancellationToken);
        }

        await await Task.WhenAny(
            new OrchestratorWatch(addresses.Trainer).RunAsync(cancellationToken),
            EndedProcesses.AnnounceAsync(app.ResourceNotifications, cancellationToken));
    }

    /// <summary>The first failure ends the start; what else is under way could never complete.</summary>
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var startup = new Startup(app);
        await foreach (var step in Task.WhenEach(
            startup.StartAsync(cancellationToken),
            AnnounceServicesAsync(startup, cancellationToken),
            startup.AnnounceDashboardAsync(cancellationToken)))
        {
            await step;
        }
    }

    /// <summary>In the order in which they wait for each other: the first that fails is the one to blame.</summary>
    private async Task AnnounceServicesAsync(Startup startup, CancellationToken cancellationToken)
    {
        await startup.AnnounceAsync("experiments API", addresses.Trainer, cancellationToken);
        await startup.AnnounceAsync("inference REST", addresses.Inference, cancellationToken);
        await startup.AnnounceAsync("inference gRPC", addresses.InferenceGrpc, cancellationToken);
    }
}
