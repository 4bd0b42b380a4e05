using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>
/// Two trainers and an inference service on one SQLite store, on a machine whose disk and clock the tests command. It outlives every
/// fault, so one serves all tests, and each is answerable for its own experiments.
/// </summary>
[CollectionDefinition(nameof(FaultySystem))]
public sealed class FaultySystem : IAsyncLifetime, IAsyncDisposable, ICollectionFixture<FaultySystem>
{
    /// <summary>What a trainer says of a run that has to wait for the store.</summary>
    public const string Paused = "pauses for";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DataDirectory _data = new();
    private readonly FaultControl _faults;
    private readonly List<TestedProgram> _programs = [];

    public FaultySystem() => _faults = new FaultControl(Path.Combine(_data.Path, "faults"), "distributed.db");

    internal FaultControl Faults => _faults;

    /// <summary>The first trainer, which answers for both.</summary>
    public HttpClient Trainer { get; } = new();

    public HttpClient Inference { get; } = new();

    private string Output => string.Join('\n', _programs.Select(program => program.Output));

    private string ConnectionString => $"Data Source={Path.Combine(_data.Path, "distributed.db")}";

    public async Task InitializeAsync()
    {
        var faults = await _faults.GetEnvironmentAsync();
        using var second = new HttpClient();
        await Task.WhenAll(
            StartAsync("TrainerGrain", Trainer, faults),
            StartAsync("TrainerGrain", second, faults),
            StartAsync("InferenceService", Inference, faults));
    }

    /// <summary>Another program's connection to the store.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <returns>The status, and the answer's <c>detail</c> where it has one.</returns>
    public async Task<(HttpStatusCode Status, string? Detail)> SubmitAsync(string id)
    {
        // Some seconds of training, so that a fault meets experiments in the middle, also where it comes late.
        using var response = await Trainer.PostAsJsonAsync("/experiments", new
        {
            id,
            data = new { kind = "regression" },
            optimizer = new { learningRate = 0.0001, momentum = 0.9 },
            epochs = 40_000,
        });
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>();
        return (response.StatusCode, (string?)answer!["detail"]);
    }

    /// <summary>Submits, and makes sure that it is accepted.</summary>
    public async Task StartExperimentAsync(string id)
    {
        var answer = await SubmitAsync(id);
        Assert.True(answer == (HttpStatusCode.Created, null), $"The answer is {answer}; the output is: {Output}");
    }

    /// <summary>Submits again and again until the answer is 503 with this in its <c>detail</c>.</summary>
    public async Task WaitForRefusalAsync(string id, string complaint)
    {
        (HttpStatusCode Status, string? Detail) answer = default;
        await Until.TrueAsync(
            async () =>
            {
                answer = await SubmitAsync(id);
                return answer.Status == HttpStatusCode.ServiceUnavailable && answer.Detail!.Contains(complaint, StringComparison.Ordinal);
            },
            Patience,
            () => $"No refusal says '{complaint}', the last answer is {answer}; the output is: {Output}");
    }

    public Task WaitForTrainingAsync() =>
        Until.TrueAsync(async () => await CountAsync("running") > 0, Patience, () => "No experiment is running.");

    /// <summary>Waits until an experiment has been taken up, whether or not it has ended already.</summary>
    public Task WaitForStartAsync(string id) =>
        Until.TrueAsync(async () => await PhaseAsync(id) != "queued", Patience, () => $"{id} is not taken up; the output is: {Output}");

    /// <summary>Waits until none is left, and makes sure that these have completed.</summary>
    public async Task WaitForAllAsync(params IEnumerable<string> ids)
    {
        await Until.TrueAsync(
            async () => await CountAsync("queued,running") == 0,
            Patience,
            () => $"Some experiments do not end; the output is: {Output}");
        foreach (var id in ids)
        {
            Assert.Equal("completed", await PhaseAsync(id));
        }
    }

    public async Task<int> CountAsync(string phases)
    {
        var page = await Trainer.GetFromJsonAsync<JsonObject>(new Uri($"/experiments?phase={phases}&limit=1000", UriKind.Relative));
        return page!["experiments"]!.AsArray().Count;
    }

    /// <summary>Waits for the first trainer's word on its health.</summary>
    public Task WaitForHealthAsync(string health) => Until.TrueAsync(
        async () => await Trainer.GetStringAsync(new Uri("/health", UriKind.Relative)) == health,
        Patience,
        () => $"The trainer is not {health}; the output is: {Output}");

    /// <summary>How often the services have said something in their logs.</summary>
    public int CountInLogs(string text) => Output.Split(text).Length - 1;

    /// <summary>Waits until a service has said something more often than before.</summary>
    public Task WaitForLogAsync(string text, int before) =>
        Until.TrueAsync(() => CountInLogs(text) > before, Patience, () => $"Nobody says '{text}'; the output is: {Output}");

    public Task<string> GetLossesAsync(string id) => Trainer.GetStringAsync(new Uri($"/experiments/{id}/losses", UriKind.Relative));

    /// <summary>Whether a model answers predictions.</summary>
    public async Task<bool> PredictsAsync(string model)
    {
        using var response = await Inference.PostAsJsonAsync($"/v2/models/{model}/infer", new
        {
            inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 1.5 } } },
        });
        return response.IsSuccessStatusCode;
    }

    public Task WaitForPredictionAsync(string model) =>
        Until.TrueAsync(() => PredictsAsync(model), Patience, () => $"The model {model} does not answer.");

    /// <summary>Fails unless every page and every index of the store is whole.</summary>
    public void AssertStoreIsWhole()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            await program.DisposeAsync();
        }

        Trainer.Dispose();
        Inference.Dispose();
        _faults.Dispose();
        _data.Dispose();
    }

    private async Task<string?> PhaseAsync(string id)
    {
        var view = await Trainer.GetFromJsonAsync<JsonObject>(new Uri($"/experiments/{id}", UriKind.Relative));
        return (string?)view!["phase"];
    }

    private Task StartAsync(string service, HttpClient client, IReadOnlyDictionary<string, string> faults)
    {
        client.BaseAddress = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        _programs.Add(TestedProgram.Start(service, $"Distributed.{service}.dll", [], new Dictionary<string, string>(faults)
        {
            ["ASPNETCORE_URLS"] = client.BaseAddress.ToString(),
            ["ConnectionStrings__store"] = ConnectionString,
            ["Store__BusyTimeout"] = "00:00:02",
            ["Runner__RetryDelay"] = "00:00:00.500",
            ["Orleans__ClusterId"] = "faults",
            ["Orleans__ServiceId"] = "faults",
            ["Orleans__Clustering__ProviderType"] = "DistributedStore",
            ["Orleans__Endpoints__AdvertisedIPAddress"] = "127.0.0.1",
            ["Orleans__Endpoints__SiloPort"] = FreePort.FindAsText(),
            ["Orleans__Endpoints__GatewayPort"] = FreePort.FindAsText(),
        }));
        return Until.AnswersAsync(client, new Uri("/health", UriKind.Relative), Patience);
    }
}
