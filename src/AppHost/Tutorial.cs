using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.AppHost;

/// <summary>The first experiment: the classic linear-regression tutorial, trained by the trainer and served by the inference service.</summary>
internal sealed class Tutorial(HttpClient trainer, HttpClient inference)
{
    private const string Name = "tutorial";
    private const int EpochsPerLine = 10;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TrainingTimeout = TimeSpan.FromSeconds(60);

    public async Task<bool> IsStoreEmptyAsync(CancellationToken cancellationToken)
    {
        var page = await GetAsync(trainer, "experiments?limit=1", cancellationToken);
        return page["experiments"] is JsonArray { Count: 0 };
    }

    /// <summary>Does nothing when the store has it already.</summary>
    public async Task SubmitAsync(CancellationToken cancellationToken)
    {
        var spec = new JsonObject { ["id"] = Name, ["model"] = Name, ["data"] = new JsonObject { ["kind"] = "regression" } };
        using var response = await PostAsync(spec, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            throw new RunFailure($"The store holds another experiment named {Name}: choose another data directory with --data DIR.");
        }

        await EnsureSuccessAsync(response, cancellationToken);
    }

    /// <summary>Prints what the tutorial prints, then what is served, and writes the model and its picture into the directory.</summary>
    public async Task ShowAsync(DirectoryInfo directory, CancellationToken cancellationToken)
    {
        var version = await WaitForVersionAsync(cancellationToken);
        await PrintLossesAsync(cancellationToken);
        await PrintPredictionAsync(version, cancellationToken);
        await DownloadAsync("model.onnx", Path.Combine(directory.FullName, $"{Name}.onnx"), cancellationToken);
        await DownloadAsync("plot.svg", Path.Combine(directory.FullName, $"{Name}.svg"), cancellationToken);
    }

    // On a busy machine the cluster may not be able to take it yet. It says so, and asking again is safe.
    private async Task<HttpResponseMessage> PostAsync(JsonObject spec, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var response = await trainer.PostAsJsonAsync("experiments", spec, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || Stopwatch.GetElapsedTime(started) > TrainingTimeout)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private async Task<int> WaitForVersionAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TrainingTimeout);
        try
        {
            while (true)
            {
                var experiment = await GetAsync(trainer, $"experiments/{Name}", timeout.Token);
                switch ((string?)experiment["phase"])
                {
                    case "completed":
                        return (int)experiment["version"]!;
                    case "failed" or "cancelled" or "paused":
                        throw new RunFailure(
                            $"The experiment {Name} is {experiment["phase"]} ({experiment["failure"] ?? "no reason given"}): " +
                            "choose another data directory with --data DIR.");
                }

                await Task.Delay(PollInterval, timeout.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunFailure(
                $"The experiment {Name} was not trained within {TrainingTimeout.TotalSeconds:0} seconds: run again, it goes on where it is.", exception);
        }
    }

    private async Task PrintLossesAsync(CancellationToken cancellationToken)
    {
        var losses = (await GetAsync(trainer, $"experiments/{Name}/losses", cancellationToken))["losses"]!.AsArray();
        for (var epoch = EpochsPerLine; epoch <= losses.Count; epoch += EpochsPerLine)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch: {epoch}, loss = {(float)losses[epoch - 1]!:F4}"));
        }
    }

    private async Task PrintPredictionAsync(int version, CancellationToken cancellationToken)
    {
        var manifest = await WaitForModelAsync(version, cancellationToken);
        var x = manifest["probe"]!["x"]![0]!.AsArray();
        var request = new JsonObject
        {
            ["inputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "x",
                ["shape"] = new JsonArray(1, x.Count),
                ["datatype"] = "FP32",
                ["data"] = x.DeepClone(),
            }),
        };
        using var response = await inference.PostAsJsonAsync($"v2/models/{Name}/infer", request, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        Console.WriteLine($"model {answer["model_name"]}, version {answer["model_version"]}");
        var served = (float)answer["outputs"]![0]!["data"]![0]!;
        var trained = (float)manifest["probe"]!["y"]![0]![0]!;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"prediction for x = {(float)x[0]!}: {served} by the inference service, {trained} by the trainer"));
    }

    /// <summary>The inference service follows the store, a moment behind it.</summary>
    private async Task<JsonNode> WaitForModelAsync(int version, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TrainingTimeout);
        try
        {
            while (true)
            {
                using var response = await inference.GetAsync($"models/{Name}", timeout.Token);
                if (response.IsSuccessStatusCode && await ReadAsync(response, timeout.Token) is { } model && (int?)model["version"] >= version)
                {
                    return model;
                }

                await Task.Delay(PollInterval, timeout.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunFailure($"The inference service does not serve version {version} of {Name}: see GET /models/{Name} there for why.", exception);
        }
    }

    private async Task DownloadAsync(string what, string path, CancellationToken cancellationToken)
    {
        using var response = await inference.GetAsync($"models/{Name}/{what}", cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        await File.WriteAllBytesAsync(path, await response.Content.ReadAsByteArrayAsync(cancellationToken), cancellationToken);
        Console.WriteLine($"wrote {path}");
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(path, cancellationToken);
        await EnsureSuccessAsync(response, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var reason = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new RunFailure($"{response.RequestMessage!.RequestUri} answered {(int)response.StatusCode}: {reason}");
        }
    }
}
