using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Distributed.Contracts;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distributed.TrainerGrain.Tests.Sweeps;

/// <summary>Sweeps whose catalog cannot be read.</summary>
public sealed class SweepTroubleTests : IDisposable
{
    private const string Sweep = """{ "id": "s", "base": { "data": {}, "epochs": 1 }, "grid": { "seed": [1, 2, 3] } }""";

    private readonly StoreDirectory _directory = new();
    private readonly TrainerApplication _trainer;
    private readonly WebApplicationFactory<Program> _app;
    private readonly Warnings _warnings = new();
    private volatile string? _trouble;
    private int _refused;

    public SweepTroubleTests()
    {
        _trainer = new TrainerApplication(_directory) { Settings = { ["Sweeps:Period"] = "00:00:00.010" } };
        _app = _trainer.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services
            .AddSingleton(provider => WithTrouble(provider.GetRequiredService<StoreDatabase>().Catalog))
            .AddSingleton<ILoggerProvider>(_warnings)));
    }

    public void Dispose()
    {
        _app.Dispose();
        _trainer.Dispose();
        _directory.Dispose();
        _warnings.Dispose();
    }

    [Fact]
    public async Task Submit_AcceptedWhileTheCatalogCannotBeCounted_IsAnsweredAllTheSame()
    {
        using var client = _app.CreateClient();
        _trouble = "The disk reports an error.";
        using var answer = await SubmitAsync(client);
        var view = (await answer.Content.ReadFromJsonAsync<SweepView>(ContractsJson.Options))!;
        using var again = await SubmitAsync(client);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(("s", SweepPhase.Running, 3, new SweepCounts(3, 0, 0, 0, 0, 0)), (view.Id, view.Phase, view.Count, view.Experiments));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
        await EndAsync(client);
    }

    [Fact]
    public async Task Trouble_ThatLasts_IsWarnedOfOnceAndAgainWhenItIsAnother()
    {
        using var client = _app.CreateClient();
        await RefuseManyTimesAsync("The disk is full.", () => SubmitAsync(client));
        await RefuseManyTimesAsync("The disk reports an error.", () => Task.CompletedTask);
        await EndAsync(client);

        Assert.Equal(["Sweep s waits: The disk is full.", "Sweep s waits: The disk reports an error."], _warnings.Of(1203));
    }

    private async Task RefuseManyTimesAsync(string trouble, Func<Task> begin)
    {
        _trouble = trouble;
        await begin();
        var before = Volatile.Read(ref _refused);
        await Eventually.HoldsAsync(() => Volatile.Read(ref _refused) > before + 5, "the sweep has tried several times");
    }

    private async Task EndAsync(HttpClient client)
    {
        _trouble = null;
        await Eventually.HoldsAsync(
            async () => (await client.GetFromJsonAsync<SweepView>("/sweeps/s", ContractsJson.Options))!.Phase == SweepPhase.Completed,
            "the sweep has completed");
    }

    private static Task<HttpResponseMessage> SubmitAsync(HttpClient client) =>
        client.PostAsync(new Uri("/sweeps", UriKind.Relative), new StringContent(Sweep, System.Text.Encoding.UTF8, "application/json"));

    private IExperimentCatalog WithTrouble(IExperimentCatalog catalog) => Answering.By<IExperimentCatalog>((method, arguments) =>
    {
        if (_trouble is not { } trouble || !method.Name.StartsWith("Count", StringComparison.Ordinal))
        {
            return method.Invoke(catalog, arguments);
        }

        Interlocked.Increment(ref _refused);
        var fault = new StoreException(StoreFault.Disk, trouble);
        return method.Name == nameof(IExperimentCatalog.CountAsync)
            ? Task.FromException<IReadOnlyDictionary<Contracts.Experiments.ExperimentPhase, int>>(fault)
            : Task.FromException<int>(fault);
    });

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(int Event, string Text)> _told = [];

        public IEnumerable<string> Of(int id) => _told.Where(told => told.Event == id).Select(told => told.Text);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _told.Enqueue((eventId.Id, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
