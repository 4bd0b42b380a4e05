using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.EndToEnd.Tests;

/// <summary>Several trainers behind one address.</summary>
public sealed class TrainersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("0")]
    [InlineData("17")]
    [InlineData("some")]
    public async Task Start_NumberThatIsNotAllowed_EndsWithASentenceNamingTheOption(string trainers)
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--once", "--trainers", trainers);

        var (code, _, errors) = await app.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Equal($"The option --trainers is '{trainers}'; set it to a number of trainers from 1 to 16.", errors.Trim());
    }

    [Fact]
    public async Task ThreeTrainers_ShareTheExperimentsAndEachAnswersForAll()
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--trainers", "3");
        await app.WaitUntilReadyAsync();

        // The system is ready with one trainer; the others join when they have started.
        var silos = new HashSet<string>();
        var batch = 0;
        await Until.TrueAsync(
            async () =>
            {
                silos.UnionWith(await TrainAsync(app.Trainer, $"shared-{batch++}"));
                return silos.Count >= 3;
            },
            Patience,
            () => $"{batch} batches were trained by {string.Join(", ", silos)} alone.");

        Assert.Equal(3, silos.Count);
        Assert.Equal(3, RunningProcesses.Running("TrainerGrain.dll", data.Path).Count);
        Assert.Equal(0, await app.StopAsync());
        Assert.Empty(RunningProcesses.Mentioning(data.Path));
    }

    /// <summary>Trains a batch of experiments to their end; returns the silos that had them.</summary>
    private static async Task<HashSet<string>> TrainAsync(Uri trainer, string batch)
    {
        var ids = Enumerable.Range(0, 30).Select(i => $"{batch}-{i}").ToList();
        await Task.WhenAll(ids.Select(id => SubmitAsync(trainer, id)));
        var silos = new HashSet<string>();
        foreach (var id in ids)
        {
            var end = await ReadEndAsync(trainer, id).WaitAsync(Patience);
            Assert.Equal("completed", (string)end["phase"]!);
            silos.Add((string)end["silo"]!);
        }

        return silos;
    }

    private static async Task SubmitAsync(Uri trainer, string id)
    {
        using var client = new HttpClient { BaseAddress = trainer };
        using var response = await client.PostAsJsonAsync("/experiments", new { id, data = new { kind = "regression" }, epochs = 1000 });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    /// <summary>Follows the experiment's live events to their end, over a connection, and so by a trainer, of its own.</summary>
    private static async Task<JsonNode> ReadEndAsync(Uri trainer, string id)
    {
        using var client = new HttpClient { BaseAddress = trainer };
        using var events = new StreamReader(await client.GetStreamAsync(new Uri($"/experiments/{id}/events", UriKind.Relative)));
        JsonNode? last = null;
        while (await events.ReadLineAsync() is { } line)
        {
            last = line.StartsWith("data:", StringComparison.Ordinal) ? JsonNode.Parse(line["data:".Length..])!["experiment"] : last;
        }

        return last!;
    }
}
