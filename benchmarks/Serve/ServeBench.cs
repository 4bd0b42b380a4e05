namespace Distributed.Bench.Serve;

/// <summary>What a prediction costs: the tutorial's model behind several servers, each under the same load.</summary>
internal static class ServeBench
{
    /// <summary>The part in which every answer is followed by the next request.</summary>
    public const string Closed = "closed";

    /// <summary>The part in which requests come at a constant rate.</summary>
    public const string Open = "open";

    /// <summary>The part that asks many models.</summary>
    public const string Models = "models";

    private const string Engines = "ONNX Runtime; PyTorch for FastAPI. The load comes from one thread, which shares the cores with the server";
    private const int Rounds = 5;
    private const int LongRounds = 3;
    private const int Few = 1;
    private const int Many = 64;

    /// <summary>Requests per second that every server bears.</summary>
    private const double Bearable = 400;

    private static readonly int[] Batches = [1, 100];
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongRound = TimeSpan.FromSeconds(2);

    /// <summary>Runs one part, or all.</summary>
    public static async Task RunAsync(string? part, TextWriter output)
    {
        foreach (var fact in Machine.Facts(Engines))
        {
            await output.WriteLineAsync(fact);
        }

        await output.WriteLineAsync();
        using var models = new ServedModels();
        await models.TrainAsync();
        using var servers = await Servers.StartAsync(models, Batches);
        await WarmUpAsync(servers);
        await RunPartsAsync(part, servers, output);
    }

    private static async Task RunPartsAsync(string? part, Servers servers, TextWriter output)
    {
        if (part is null or Closed)
        {
            await RunClosedAsync(servers, output);
        }

        if (part is null or Open)
        {
            await RunOpenAsync(servers, output);
        }

        if (part is null or Models)
        {
            await RunModelsAsync(servers, output);
        }
    }

    // The servers compile themselves while they run.
    private static async Task WarmUpAsync(Servers servers)
    {
        foreach (var batch in Batches)
        {
            await servers.CompareAnswersAsync(batch);
            await Comparison.RunAsync(servers.All, new(Many, batch, LongRound), 1);
        }
    }

    private static async Task RunClosedAsync(Servers servers, TextWriter output)
    {
        foreach (var connections in (int[])[Few, Many])
        {
            foreach (var batch in Batches)
            {
                (await Comparison.RunAsync(servers.All, new(connections, batch, Round), Rounds)).WriteTo(output);
            }
        }
    }

    private static async Task RunOpenAsync(Servers servers, TextWriter output)
    {
        (await Comparison.RunAsync(servers.All, new(Many, 1, LongRound, Bearable), LongRounds)).WriteTo(output);
        var most = (await Comparison.RunAsync([servers.Floor], new(Many, 1, Round), Rounds)).FirstRate;
        var dotnet = (Contender[])[servers.Floor, servers.BinaryFloor, servers.Http2Floor, .. servers.Ours];
        (await Comparison.RunAsync(dotnet, new(Many, 1, LongRound, most / 2), LongRounds)).WriteTo(output);
    }

    private static async Task RunModelsAsync(Servers servers, TextWriter output)
    {
        Contender[] contenders = [.. ((Contender[])[servers.Json, servers.Grpc]).SelectMany(OneAndMany)];
        await Comparison.RunAsync(contenders, new(Many, 1, Round), 1);
        foreach (var connections in (int[])[Few, Many])
        {
            (await Comparison.RunAsync(contenders, new(connections, 1, Round), Rounds)).WriteTo(output);
        }
    }

    private static Contender[] OneAndMany(Contender one) =>
    [
        one with { Name = $"{one.Name}, 1 model" },
        one with { Name = $"{one.Name}, {ServedModels.Count:N0} models in turn", Models = ServedModels.Names },
    ];
}
