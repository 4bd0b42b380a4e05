using Distributed.Chaos.Tests.Checking;
using Distributed.Chaos.Tests.Faults;
using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.Tests.Shared;

namespace Distributed.Chaos.Tests;

/// <summary>One run from the start of the processes to the verdict.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UpLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(2);

    private readonly ChaosOptions _options;
    private readonly History _history;
    private readonly WorkloadPlan _plan;
    private readonly SweepPlan _sweeps;
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
        _sweeps = new SweepPlan(options.Seed);
        _store = new StoreDatabase(new StoreOptions { ConnectionString = connectionString }, TimeProvider.System);
        _cluster = Cluster.Start(
            options, folder, connectionString, server is null ? null : new PostgresVictim(server, _history), _history);
        _monitor = new CatalogMonitor(_store, _plan, _sweeps, _history);
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
        run._violations.AddRange(await run.HealAsync());
        await run.CheckAsync();
        return new ChaosReport(options, run._history, run._plan, run._sweeps, run._monitor.Recoveries, run._violations);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _undisturbed.Dispose();
    }

    private async Task DisturbAsync()
    {
        if (!await _cluster.AllUpAsync(StartLimit))
        {
            _violations.Add(new Violation("Not every process came up at the beginning.", "the system"));
        }

        await _store.OpenAsync();
        using var end = new CancellationTokenSource();
        var running = Task.WhenAll(
        [
            _monitor.RunAsync(end.Token),
            .. TrainerClients().Select(client => client.RunAsync(end.Token)),
            .. SweepClients().Select(client => client.RunAsync(end.Token)),
            .. InferenceClients().Select(client => client.RunAsync(end.Token)),
        ]);
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

    private Task<IReadOnlyList<Violation>> HealAsync() =>
        new Healing(_cluster, _plan, _sweeps, _monitor, TrainerClients().First(), SweepClients().First(), InferenceClients().First()).RunAsync();

    private async Task CheckAsync()
    {
        var operations = _history.Operations;
        var happenings = _history.Happenings;
        Operation[] all = [.. operations, .. OfSweptExperiments(operations)];
        _violations.AddRange(Checker.CheckAnswers(all, happenings, id => _undisturbed.Losses(SpecOf(id)), id => _sweeps.SweepOf(id)?.Spec.Halving));
        _violations.AddRange(Checker.CheckSweeps(operations, happenings, _sweeps.Issued, _options.RecoveryLimit));
        _violations.AddRange(Checker.CheckServing(operations, happenings));
        _violations.AddRange(Checker.CheckProcesses(happenings));
        _violations.AddRange(Checker.CheckRecoveries(
            [.. _monitor.Recoveries, .. _monitor.Standstills], happenings, _history.Now, _options.RecoveryLimit));
        _violations.AddRange(await new StoreAudit(_store, _undisturbed, Cancelled(operations).Contains).CheckAsync(
            _plan.Issued.Select(experiment => experiment.Spec), _sweeps.Issued));
    }

    private static HashSet<string> Cancelled(IEnumerable<Operation> operations) =>
        [.. operations.Where(operation => operation.Verb is Verb.Cancel or Verb.SweepCancel).Select(operation => operation.Target)];

    private IEnumerable<Operation> OfSweptExperiments(IEnumerable<Operation> operations) => operations
        .Where(SweepOperations.IsAboutSweep)
        .SelectMany(operation => SweepOperations.OfExperiments(operation, _sweeps.Find(operation.Target)));

    private ExperimentSpec SpecOf(string id) => _sweeps.SweepOf(id)?.Experiments[id] ?? _plan.Find(id).Spec;

    private IEnumerable<TrainerClient> TrainerClients() => Enumerable.Range(1, _options.Clients).Select(number => new TrainerClient(
        $"client-{number}", new Random(_options.Seed + number), _cluster.Trainers, _plan, _monitor, _history));

    private IEnumerable<SweepClient> SweepClients() => Enumerable.Range(1, _options.SweepClients).Select(number => new SweepClient(
        $"sweeper-{number}", new Random(~_options.Seed + number), _cluster.Trainers, _sweeps, _monitor, _history));

    private IEnumerable<InferenceClient> InferenceClients() => Enumerable.Range(1, _options.Clients).Select(number => new InferenceClient(
        $"reader-{number}", new Random(_options.Seed - number), _cluster.InferenceServices, _history));
}
