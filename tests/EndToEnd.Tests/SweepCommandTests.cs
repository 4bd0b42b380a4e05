using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.EndToEnd.Tests;

/// <summary>Sweeps as a user submits them, by the command.</summary>
public sealed class SweepCommandTests(SweepCommandTests.RunningSystem system) : IClassFixture<SweepCommandTests.RunningSystem>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Sweep_TrainerKilledInTheMiddle_AllCompleteAndTheBestIsServed()
    {
        const int Count = 600;
        await using var command = system.Start("""
            { "id": "rates", "base": { "data": { "kind": "regression" }, "epochs": 20000 },
              "grid": { "optimizer.learningRate": [0.001, 0.01], "seed": { "from": 0, "count": 300 } } }
            """);
        using var trainer = new HttpClient { BaseAddress = system.App.Trainer };
        await Until.TrueAsync(async () => await CompletedAsync(trainer) > 0, Patience, () => $"No experiment completes: {command.Output}");
        Signal.Send(RunningProcesses.Running("TrainerGrain.dll", system.Data)[0], Signal.Kill);

        var (code, output, errors) = await command.WaitForExitAsync();

        Assert.True(code == 0, $"Exit code {code}; output: {output}; errors: {errors}");
        Assert.Contains($"] {Count}/{Count}", output, StringComparison.Ordinal);
        Assert.Equal(Count, await CompletedAsync(trainer));
        var best = output.Split('\n')[^5].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(float.Parse(best[0], CultureInfo.InvariantCulture) > 0, output);
        await AssertServedAsync(best[1]);
    }

    [Fact]
    public async Task Sweep_FaultyFile_TellsEveryFault()
    {
        await using var command = system.Start("""{ "base": { "data": { "kind": "regression" }, "epochs": 0 }, "grid": { "nonsense": [1] } }""");

        var (code, _, errors) = await command.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("base.epochs was 0; must be a whole number from 1 to 10000000.", errors, StringComparison.Ordinal);
        Assert.Contains("grid.nonsense", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_NobodyListens_SaysSo()
    {
        await using var command = TestedProgram.Start(
            "Cli", "Distributed.Cli.dll", [system.Write("{}"), "--trainer", $"http://127.0.0.1:{FreePort.Find()}"], []);

        var (code, _, errors) = await command.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("refused", errors, StringComparison.Ordinal);
    }

    private static async Task<int> CompletedAsync(HttpClient trainer)
    {
        try
        {
            var sweep = await trainer.GetFromJsonAsync<JsonObject>(new Uri("/sweeps/rates", UriKind.Relative));
            return (int)sweep!["experiments"]!["completed"]!;
        }
        catch (HttpRequestException)
        {
            // Not accepted yet, or the one that was asked has just been killed.
            return 0;
        }
    }

    private async Task AssertServedAsync(string model)
    {
        using var inference = new HttpClient { BaseAddress = system.App.Inference };
        using var answer = await inference.PostAsJsonAsync(
            $"/v2/models/{model}/infer",
            new { inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 0.5 } } } });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>One system for all of them.</summary>
    public sealed class RunningSystem : IAsyncLifetime, IDisposable
    {
        private readonly DataDirectory _data = new();

        internal AppHostProcess App { get; private set; } = null!;

        public string Data => _data.Path;

        public async Task InitializeAsync()
        {
            App = AppHostProcess.Start(_data.Path);
            await App.WaitUntilReadyAsync();
        }

        public async Task DisposeAsync() => await App.DisposeAsync();

        public void Dispose() => _data.Dispose();

        /// <summary>The path of a file that holds this.</summary>
        public string Write(string sweep)
        {
            var file = Path.Combine(_data.Path, $"{Guid.NewGuid():N}.json");
            File.WriteAllText(file, sweep);
            return file;
        }

        internal TestedProgram Start(string sweep) =>
            TestedProgram.Start("Cli", "Distributed.Cli.dll", [Write(sweep), "--trainer", App.Trainer.ToString()], []);
    }
}
