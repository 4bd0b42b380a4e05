using static Distributed.Bench.Table;

namespace Distributed.Bench.Serve;

/// <summary>Contenders under the same load, in turn, round by round; the first is what the others are measured by.</summary>
internal sealed class Comparison
{
    private readonly IReadOnlyList<Contender> _contenders;
    private readonly Workload _load;
    private readonly List<Measurement[]> _rounds = [];

    private Comparison(IReadOnlyList<Contender> contenders, Workload load) => (_contenders, _load) = (contenders, load);

    /// <summary>Runs the rounds, each contender in each.</summary>
    public static async Task<Comparison> RunAsync(IReadOnlyList<Contender> contenders, Workload load, int rounds)
    {
        var comparison = new Comparison(contenders, load);
        for (var round = 0; round < rounds; round++)
        {
            var measurements = new List<Measurement>();
            foreach (var contender in contenders)
            {
                measurements.Add(await contender.MeasureAsync(load));
            }

            comparison._rounds.Add([.. measurements]);
        }

        return comparison;
    }

    /// <summary>Requests per second of the first: the median of the rounds.</summary>
    public double FirstRate => MedianOf(0, measurement => measurement.Rate);

    /// <summary>Writes the medians, and the medians of the rounds' ratios to the first.</summary>
    public void WriteTo(TextWriter output)
    {
        var table = new Table(
            _load.Title, "requests/s", "ratio", "p50 µs", "ratio", "p99 µs", "ratio", "p99.9 µs", "ratio", "server's CPU µs",
            "allocated bytes");
        for (var i = 0; i < _contenders.Count; i++)
        {
            table.Add([
                _contenders[i].Name,
                .. Cells(i, m => m.Rate), .. Cells(i, m => m.Median), .. Cells(i, m => m.P99), .. Cells(i, m => m.P999),
                Number(MedianOf(i, m => m.ProcessorTime)), _contenders[i].IsDotnet ? $"{MedianOf(i, m => m.Allocated):N0}" : "",
            ]);
        }

        table.WriteTo(output);
        output.WriteLine();
    }

    private string[] Cells(int contender, Func<Measurement, double> figure) =>
    [
        Number(MedianOf(contender, figure)),
        Number(Median(_rounds.Select(round => figure(round[contender]) / figure(round[0])))),
    ];

    private double MedianOf(int contender, Func<Measurement, double> figure) => Median(_rounds.Select(round => figure(round[contender])));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
