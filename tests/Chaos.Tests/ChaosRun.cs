using Distributed.Chaos.Tests.Checking;
using Distributed.Chaos.Tests.Faults;
using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;
using Distributed.Store;
using Distributed.Tests.Shared;

namespace Distributed.Chaos.Tests;

/// <summary>One run from the start of the processes to the verdict.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UpLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan HealLimit = TimeSpan.FromMinutes(5);

    private readonly ChaosOptions _options;
    private readonly History _history;
    private readonly WorkloadPlan _plan;
    private readonly Undisturbed _undisturbed = new();
    private readonly StoreDatabase _store;
    private readonly Cluster _cluster;
    private readonly CatalogMonitor _monitor;
    private readonly List<Violation> _violations = [];

    private ChaosRun(ChaosOptions options, string folder, PostgresServer? server, Action<Happening> tell)
    {
        var connectionString = server?.ConnectionString ?? $"Data Source={Path.Combine(folder, "chaos.db")}";
        _options = options;
        _history = new History(tell);
        _plan = new WorkloadPlan(options.Seed);
        _store = new StoreDatabase(new StoreOptions { ConnectionString = connectionString }, TimeProvider.System);
        _cluster = Cluster.Start(
            options, folder, connectionString, server is null ? null : new PostgresVictim(server, _history), _history);
        _monitor = new CatalogMonitor(_store, _plan, _history);
    }

    /// <summary>Runs and checks.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="folder">Takes the store and the processes' output.</param>
    /// <param name="tell">Hears of everything that befalls a process, as it happens.</param>
    public static async Task<ChaosReport> RunAsync(ChaosOptions options, string folder, Action<Happening> tell)
    {
        await using var server = options.UsePostgres ? await PostgresServer.StartAsync() : null;
        await using var run = new ChaosRun(options, folder, server, tell);
        await run.DisturbAsync();
        await run.HealAsync();
        await run.CheckAsync();
        return new ChaosReport(options, run._history, run._plan, run._monitor.Recoveries, run._violations);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _undisturbed.Dispose();
    }

    private async Task DisturbAsync()
    {
        Require(await _cluster.AllUpAsync(StartLimit), "Not every process came up at the beginning.");
        await _store.OpenAsync();
        using var end = new CancellationTokenSource();
        var running = Task.WhenAll(
            [_monitor.RunAsync(end.Token), .. TrainerClients().Select(client => client.RunAsync(end.Token)), .. InferenceClients().Select(client => client.RunAsync(end.Token))]);
        await InjectAsync();
        await end.CancelAsync();
        await running;
    }

    private async Task InjectAsync()
    {
        var end = _history.Now + _options.Length;
        var schedule = Schedule.Create(_options.Seed, _options.Length >= LongRun, [.. _cluster.Victims.Select(victim => (victim.Name, victim.Role))]);
        foreach (var fault in schedule)
        {
            var victim = _cluster.Victims.Single(victim => victim.Name == fault.Victim);
            await Passing.OfAsync(Least(fault.After, end - _history.Now));
            await Eventually.TrueAsync(() => Task.FromResult(victim.IsUp || !fault.WhenUp), Least(UpLimit, end - _history.Now));
            if (_history.Now >= end)
            {
                return;
            }

            victim.Inject(fault);
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>No more faults: everything comes up, and what was accepted goes on to its end without being asked.</summary>
    private async Task HealAsync()
    {
        _cluster.Relieve();
        Require(await _cluster.AllUpAsync(StartLimit), "Not every process came up again at the end.");
        var client = TrainerClients().First();
        Require(
            await Eventually.TrueAsync(() => AcknowledgeAllAsync(client), HealLimit), "Not every start was accepted at the end.");
        Require(await _monitor.AllEndedAsync(HealLimit), "Not every experiment ended.");
        await LookAtAllAsync(client);
    }

    // A start that was never answered may not have happened; asking again settles it.
    private async Task<bool> AcknowledgeAllAsync(TrainerClient client)
    {
        foreach (var experiment in _plan.Issued.Where(experiment => !experiment.IsAcknowledged))
        {
            await client.StartAsync(experiment);
        }

        return _plan.Issued.All(experiment => experiment.IsAcknowledged);
    }

    private async Task LookAtAllAsync(TrainerClient client)
    {
        foreach (var experiment in _plan.Issued)
        {
            Require(
                await Eventually.TrueAsync(() => client.LookAsync(experiment), HealLimit), $"No trainer tells of {experiment.Id} at the end.");
        }

        var reader = InferenceClients().First();
        foreach (var (service, model) in
            from service in _cluster.InferenceServices from model in WorkloadPlan.ModelNames select (service, model))
        {
            Require(
                await Eventually.TrueAsync(() => reader.LookAsync(service, model), HealLimit), $"{service.Name} does not answer at the end.");
        }
    }

    private async Task CheckAsync()
    {
        var happenings = _history.Happenings;
        _violations.AddRange(Checker.CheckAnswers(_history.Operations, happenings, id => _undisturbed.Losses(_plan.Find(id).Recipe)));
        _violations.AddRange(Checker.CheckServing(_history.Operations, happenings));
        _violations.AddRange(Checker.CheckProcesses(happenings));
        _violations.AddRange(Checker.CheckRecoveries(_monitor.Recoveries, happenings, _history.Now, _options.RecoveryLimit));
        _violations.AddRange(await new StoreAudit(_store, _undisturbed).CheckAsync(_plan.Issued));
    }

    private IEnumerable<TrainerClient> TrainerClients() => Enumerable.Range(1, _options.Clients).Select(number => new TrainerClient(
        $"client-{number}", new Random(_options.Seed + number), _cluster.Trainers, _plan, _monitor, _history));

    private IEnumerable<InferenceClient> InferenceClients() => Enumerable.Range(1, _options.Clients).Select(number => new InferenceClient(
        $"reader-{number}", new Random(_options.Seed - number), _cluster.InferenceServices, _history));

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _violations.Add(new Violation(otherwise, "the system"));
        }
    }
}
