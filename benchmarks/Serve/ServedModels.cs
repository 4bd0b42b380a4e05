using Distributed.Client;
using Distributed.Contracts.Sweeps;

namespace Distributed.Bench.Serve;

/// <summary>A store with models that differ in their initial weights, trained by the product itself as the tutorial says.</summary>
internal sealed class ServedModels : IDisposable
{
    /// <summary>How many there are, as many as a service keeps loaded unless told otherwise.</summary>
    public const int Count = 1_000;

    private const string Sweep = "served";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench");

    /// <summary>Connection string.</summary>
    public string Store => $"Data Source={Path.Combine(_folder.FullName, "store.db")}";

    /// <summary>Where <see cref="SaveAsync"/> puts the first model.</summary>
    public string File => Path.Combine(_folder.FullName, "model.onnx");

    /// <summary>Names of the models.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, Count).Select(i => $"{Sweep}-{i:D3}")];

    /// <summary>Trains them; the trainer is gone when they are there.</summary>
    public async Task TrainAsync()
    {
        using var trainer = await Service.StartAsync("TrainerGrain", Store);
        var client = new TrainerClient(trainer.Http);
        await client.SubmitSweepAsync(new
        {
            id = Sweep,
            @base = new { data = new { kind = "regression", noise = 20.0 } },
            grid = new { seed = new { from = 0, count = Count } },
        });
        SweepView? last = null;
        await foreach (var view in client.WatchSweepAsync(Sweep))
        {
            last = view;
        }

        if (last?.Experiments.Completed != Count)
        {
            throw new InvalidOperationException($"The sweep ended with {last?.Experiments}.");
        }
    }

    /// <summary>Saves the first model's file from the service that has it.</summary>
    public async Task SaveAsync(HttpClient inference)
    {
        var onnx = await inference.GetByteArrayAsync(new Uri($"/models/{Names[0]}/model.onnx", UriKind.Relative));
        await System.IO.File.WriteAllBytesAsync(File, onnx);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
