using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.EndToEnd.Tests;

public sealed class CrashTests
{
    private const int Experiments = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The losses of all experiments where nothing was killed.</summary>
    private static readonly Lazy<Task<Dictionary<string, string>>> Undisturbed = new(TrainUndisturbedAsync);

    [Fact]
    public async Task KillEachProcessInTurn_FiftyExperiments_AllCompleteWithTheLossesOfAnUndisturbedRun()
    {
        using var data = new DataDirectory();
        await RunUntilKilledAsync(data.Path, "TrainerGrain.dll", ..20);
        await RunUntilKilledAsync(data.Path, "InferenceService.dll", 20..40);
        await RunUntilKilledAsync(data.Path, "AppHost.dll", 40..Experiments);
        var disturbed = await FinishAsync(data.Path);

        Assert.Equal(await Undisturbed.Value, disturbed);
    }

    [Fact]
    public async Task KillOneOfTwoTrainers_TheOtherFinishesAllUnasked()
    {
        const int Few = 10;
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--trainers", "2");
        await app.WaitUntilHealthyAsync();
        using (var first = new HttpClient { BaseAddress = app.Trainer })
        {
            await SubmitAsync(first, ..Few);
            await Until.TrueAsync(async () => await CountAsync(first, "running") > 1, Patience, () => "No experiment is running.");
        }

        Signal.Send(RunningProcesses.Running("TrainerGrain.dll", data.Path)[0], Signal.Kill);
        using var trainer = new HttpClient { BaseAddress = app.Trainer };
        var disturbed = await FinishAsync(trainer, Few);

        var undisturbed = await Undisturbed.Value;
        Assert.All(disturbed, pair => Assert.Equal(undisturbed[pair.Key], pair.Value));
    }

    private static async Task<Dictionary<string, string>> TrainUndisturbedAsync()
    {
        using var data = new DataDirectory();
        return await FinishAsync(data.Path, trainer => SubmitAsync(trainer, ..Experiments));
    }

    /// <summary>Starts the system and these experiments, kills one process in the middle of training, and asks the rest to stop.</summary>
    private static async Task RunUntilKilledAsync(string data, string victim, Range experiments)
    {
        await using var app = AppHostProcess.Start(data);
        await app.WaitUntilHealthyAsync();
        using var trainer = new HttpClient { BaseAddress = app.Trainer };
        await SubmitAsync(trainer, experiments);
        await Until.TrueAsync(async () => await CountAsync(trainer, "running") > 0, Patience, () => "No experiment is running.");

        var children = RunningProcesses.StartedBy(app.Id);
        Assert.All(
            new[] { "TrainerGrain.dll", "InferenceService.dll", "dcp", "dashboard" },
            name => Assert.Contains(children, id => RunningProcesses.CommandLine(id).Contains(name, StringComparison.Ordinal)));
        Signal.Send(RunningProcesses.Running(victim, data)[0], Signal.Kill);
        if (victim == "AppHost.dll")
        {
            await app.WaitForExitAsync();
            await AssertAllEndAsync(children);
        }
    }

    private static async Task AssertAllEndAsync(IReadOnlyList<int> children)
    {
        await Until.TrueAsync(() => !children.Any(RunningProcesses.IsAlive), Patience, () =>
            $"Still alive: {string.Join(", ", children.Where(RunningProcesses.IsAlive))}");
    }

    private static async Task<Dictionary<string, string>> FinishAsync(string data, Func<HttpClient, Task>? prepare = null)
    {
        await using var app = AppHostProcess.Start(data);
        await app.WaitUntilHealthyAsync();
        using var trainer = new HttpClient { BaseAddress = app.Trainer };
        await (prepare?.Invoke(trainer) ?? Task.CompletedTask);
        return await FinishAsync(trainer, Experiments);
    }

    /// <summary>The losses of every experiment, once all have ended.</summary>
    private static async Task<Dictionary<string, string>> FinishAsync(HttpClient trainer, int count)
    {
        await Until.TrueAsync(() => HaveAllEndedAsync(trainer), Patience, () => "Some experiments do not end.");

        var losses = new Dictionary<string, string>();
        for (var i = 0; i < count; i++)
        {
            var view = await trainer.GetFromJsonAsync<JsonObject>(new Uri($"/experiments/{Id(i)}", UriKind.Relative));
            Assert.Equal("completed", (string)view!["phase"]!);
            Assert.Equal(1, (int)view["version"]!);
            losses[Id(i)] = await trainer.GetStringAsync(new Uri($"/experiments/{Id(i)}/losses", UriKind.Relative));
        }

        return losses;
    }

    private static async Task<bool> HaveAllEndedAsync(HttpClient trainer)
    {
        try
        {
            return await CountAsync(trainer, "queued,running") == 0;
        }
        catch (HttpRequestException)
        {
            // The one that was asked has just been killed.
            return false;
        }
    }

    private static async Task SubmitAsync(HttpClient trainer, Range experiments)
    {
        for (var i = experiments.Start.Value; i < experiments.End.Value; i++)
        {
            // Some seconds of training, since all are trained as one stack, so that every kill meets experiments in the middle.
            using var response = await trainer.PostAsJsonAsync("/experiments", new
            {
                id = Id(i),
                data = new { kind = "regression", randomState = i },
                optimizer = new { learningRate = 0.0001, momentum = 0.9 },
                epochs = 50_000,
                seed = i,
            });
            Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
        }
    }

    private static async Task<int> CountAsync(HttpClient trainer, string phases)
    {
        var page = await trainer.GetFromJsonAsync<JsonObject>(new Uri($"/experiments?phase={phases}&limit=1000", UriKind.Relative));
        return page!["experiments"]!.AsArray().Count;
    }

    private static string Id(int i) => $"crash-{i}";
}
