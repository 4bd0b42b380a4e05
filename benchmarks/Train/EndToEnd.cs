using System.Diagnostics;
using Distributed.Client;
using Distributed.Contracts.Sweeps;

namespace Distributed.Bench.Train;

/// <summary>A sweep of different tutorial-sized experiments through the whole system, from its submission to the last model's first prediction.</summary>
/// <param name="Experiments">How many there were.</param>
/// <param name="Seconds">From the POST until every experiment had ended and the last model had predicted.</param>
/// <param name="TrainerMemory">The most memory that the trainer had resident, in MiB.</param>
/// <param name="InferenceMemory">The most memory that the inference service had resident, in MiB.</param>
internal sealed record EndToEnd(int Experiments, double Seconds, double TrainerMemory, double InferenceMemory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Every experiment has data, initial weights and a learning rate of its own.</summary>
    private static readonly Dictionary<string, object> Space = new()
    {
        ["optimizer.learningRate"] = new { logUniform = (double[])[0.001, 0.1] },
        ["data.randomState"] = new { uniform = (int[])[0, 1_000_000] },
        ["seed"] = new { uniform = (int[])[0, 1_000_000] },
    };

    public double Rate => Experiments / Seconds;

    /// <summary>Runs one on a new store, with one trainer and one inference service.</summary>
    public static async Task<EndToEnd> RunAsync(int experiments)
    {
        var folder = Directory.CreateTempSubdirectory("bench");
        try
        {
            var store = $"Data Source={Path.Combine(folder.FullName, "store.db")}";
            using var trainer = await Service.StartAsync("TrainerGrain", store);
            using var inference = await Service.StartAsync("InferenceService", store);
            await SweepAsync(trainer, inference, "warm-up", 200);
            var started = Stopwatch.GetTimestamp();
            await SweepAsync(trainer, inference, "bench", experiments);
            return new EndToEnd(experiments, Stopwatch.GetElapsedTime(started).TotalSeconds, trainer.PeakMemory, inference.PeakMemory);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SweepAsync(ServerProcess trainer, ServerProcess inference, string id, int experiments)
    {
        var client = new TrainerClient(trainer.Http);
        await client.SubmitSweepAsync(new
        {
            id,
            @base = new { data = new { kind = "regression", noise = 20.0 } },
            random = new
            {
                samples = experiments,
                space = Space,
            },
        });
        SweepView? last = null;
        await foreach (var view in client.WatchSweepAsync(id))
        {
            last = view;
        }

        if (last?.Experiments.Completed != experiments)
        {
            throw new InvalidOperationException($"Of {experiments} experiments {last?.Experiments} have completed.");
        }

        await PredictLastAsync(client, new InferenceClient(inference.Http), id);
    }

    private static async Task PredictLastAsync(TrainerClient trainer, InferenceClient inference, string sweep)
    {
        using var patience = new CancellationTokenSource(Patience);
        var ends = await trainer.ListAsync(new ExperimentQuery { Sweep = sweep }, patience.Token)
            .MaxByAsync(experiment => experiment.EndedAt, cancellationToken: patience.Token);
        await inference.PredictAsync(ends!.Model, [[0.5f]], patience.Token);
    }
}
