using Distributed.TrainerGrain.Training;
using static Distributed.Bench.Table;

namespace Distributed.Bench.Train;

/// <summary>How fast many small models are fitted: the tutorial's experiment, 100 samples, one feature, 100 epochs of SGD.</summary>
internal static class TrainBench
{
    /// <summary>The part that compares training alone.</summary>
    public const string Loops = "loops";

    /// <summary>The part that takes sweeps end to end.</summary>
    public const string Sweeps = "sweeps";

    private const int Rounds = 5;
    private const int Epochs = 100;

    /// <summary>Runs one part, or both; ratios to the Python loop are there when it has run as well.</summary>
    public static async Task RunAsync(string? part, TextWriter output)
    {
        var engine = new TorchEngine();
        foreach (var fact in Machine.Facts(engine.Name))
        {
            await output.WriteLineAsync(fact);
        }

        await output.WriteLineAsync();
        var pythonRate = part == Sweeps ? double.NaN : CompareLoops(engine, output);
        if (part != Loops)
        {
            await CompareSweepsAsync(pythonRate, output);
        }
    }

    /// <summary>Training alone; returns the Python loop's rate.</summary>
    private static double CompareLoops(ITrainingEngine engine, TextWriter output)
    {
        var python = Foreign.Python(50);
        var cpp = Foreign.Cpp(100);
        Contender[] ours =
        [
            Sessions.Plain(100),
            Sessions.Stacked(engine, 1, 200),
            Sessions.Stacked(engine, 32, 3_200),
            Sessions.Stacked(engine, 1_024, 10_240),
            Sessions.Stacked(engine, 10_000, 10_000),
        ];
        Contender.Compare([python, cpp, .. ours], Rounds);

        var table = new Table("training on all cores", "experiments/s", "µs/epoch and core", "× Python", "time per epoch ÷ C++");
        foreach (var contender in (Contender[])[python, cpp, .. ours])
        {
            table.Add(
                contender.Name, Number(contender.Rate), Number(1e6 * Machine.Cores / contender.Rate / Epochs), Number(contender.Rate / python.Rate),
                Number(cpp.Rate / contender.Rate));
        }

        table.WriteTo(output);
        output.WriteLine();
        return python.Rate;
    }

    /// <summary>Everything: accepted, trained, durable, published and served.</summary>
    private static async Task CompareSweepsAsync(double pythonRate, TextWriter output)
    {
        var runs = new List<EndToEnd>();
        foreach (var experiments in (int[])[1_000, 10_000, 100_000])
        {
            runs.Add(await EndToEnd.RunAsync(experiments));
        }

        var table = new Table("a sweep end to end", "seconds", "experiments/s", "ms each", "× Python, bare", "cost ÷ 1,000 runs", "trainer MiB", "inference MiB");
        foreach (var run in runs)
        {
            table.Add(
                $"{run.Experiments:N0} experiments", Number(run.Seconds), Number(run.Rate), Number(1e3 / run.Rate), Number(run.Rate / pythonRate),
                Number(runs[0].Rate / run.Rate), Number(run.TrainerMemory), Number(run.InferenceMemory));
        }

        table.WriteTo(output);
    }
}
