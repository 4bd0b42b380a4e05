using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>How much data the experiments of a sweep take together. Each keeps its own, and what is drawn from a few settings takes none.</summary>
internal static class SweepSize
{
    private const string DataPath = "data";

    /// <summary>The numbers of inline data in all experiments.</summary>
    public static long NumbersIn(SweepSpec sweep)
    {
        if (sweep.Plan is { } plan && plan.Paths.Contains(DataPath))
        {
            return Enumerable.Range(0, sweep.Count).Sum(index => NumbersIn(sweep.ExperimentAt(index).Data));
        }

        var once = sweep.Data.Count > 0 ? sweep.Data.Sum(data => NumbersIn(data.Data)) : NumbersIn(sweep.Shared.Data);
        return once * (long)(sweep.Plan?.Count ?? 1);
    }

    private static long NumbersIn(DataSpec data) =>
        data is InlineData inline ? (long)inline.X.Length * (inline.X[0].Length + inline.Y[0].Length) : 0;
}
