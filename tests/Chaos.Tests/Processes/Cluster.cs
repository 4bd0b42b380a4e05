using Distributed.Chaos.Tests.Faults;
using Distributed.Chaos.Tests.Support;
using Distributed.Tests;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>The whole system as real processes on one store.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    private Cluster(IReadOnlyList<IVictim> victims)
    {
        Victims = victims;
        _running = Task.WhenAll(victims.Select(victim => victim.RunAsync(_end.Token)));
    }

    public IReadOnlyList<IVictim> Victims { get; }

    public IReadOnlyList<ServiceProcess> Trainers => [.. Services(Role.Trainer)];

    public IReadOnlyList<ServiceProcess> InferenceServices => [.. Services(Role.Inference)];

    /// <summary>Starts every process.</summary>
    /// <param name="options">How many.</param>
    /// <param name="folder">Takes the processes' output.</param>
    /// <param name="store">Connection string of the store.</param>
    /// <param name="server">The store's server, when it has one; it runs already.</param>
    /// <param name="history">Takes what befalls the processes.</param>
    public static Cluster Start(ChaosOptions options, string folder, string store, IVictim? server, History history)
    {
        return new Cluster(
        [
            .. server is null ? [] : new[] { server },
            .. Names("trainer", options.Trainers).Select(name =>
                Service(name, Role.Trainer, folder, TrainerSettings(name, store, options.DetectionTime), history)),
            .. Names("inference", options.InferenceServices).Select(name =>
                Service(name, Role.Inference, folder, StoreSettings(store), history)),
        ]);
    }

    /// <summary>False when not every process is up within the limit.</summary>
    public Task<bool> AllUpAsync(TimeSpan limit) =>
        Eventually.TrueAsync(() => Task.FromResult(Victims.All(victim => victim.IsUp)), limit);

    /// <summary>Ends what lasts of the faults so far.</summary>
    public void Relieve()
    {
        foreach (var victim in Victims)
        {
            victim.Relieve();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private IEnumerable<ServiceProcess> Services(Role role) => Victims.OfType<ServiceProcess>().Where(service => service.Role == role);

    private static IEnumerable<string> Names(string kind, int count) => Enumerable.Range(1, count).Select(number => $"{kind}-{number}");

    private static ServiceProcess Service(
        string name, Role role, string folder, Dictionary<string, string> settings, History history) =>
        new(name, new ServiceStart(role, new Uri($"http://127.0.0.1:{FreePort.Find()}"), settings), Path.Combine(folder, name + ".log"), history);

    private static Dictionary<string, string> StoreSettings(string store) => new()
    {
        ["ConnectionStrings__store"] = store,
        ["Store__BusyTimeout"] = "00:00:10",
    };

    // Short steps and frequent checkpoints: more points to be hit at. Room for all at once, singles and what sweeps hand out: one that
    // waits does not stand still. A sweep hands out a few at a time, so that it always has something to do.
    private static Dictionary<string, string> TrainerSettings(string name, string store, TimeSpan? detectionTime) =>
        new([.. StoreSettings(store), .. LivenessSettings(detectionTime)])
        {
            ["Orleans__Name"] = name,
            ["Orleans__ClusterId"] = "chaos",
            ["Orleans__ServiceId"] = "chaos",
            ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
            ["Orleans__Endpoints__SiloPort"] = $"{FreePort.Find()}",
            ["Orleans__Endpoints__GatewayPort"] = $"{FreePort.Find()}",
            ["Runner__Threads"] = "2",
            ["Runner__RunsInTraining"] = "32",
            ["Runner__StepTime"] = "00:00:00.020",
            ["Runner__CheckpointInterval"] = "00:00:00.050",
            ["Runner__RetryDelay"] = "00:00:00.500",
            ["Sweeps__Window"] = "8",
        };

    private static Dictionary<string, string> LivenessSettings(TimeSpan? detectionTime) =>
        detectionTime is { } time ? new() { ["Liveness__DetectionTime"] = $"{time:c}" } : [];
}
