using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Running;

/// <summary>How much memory a run takes while it is in training.</summary>
internal static class RunSize
{
    /// <summary>Numbers, 16 KiB of them, that one place among those in training stands for.</summary>
    public const int NumbersPerPlace = 2_048;

    /// <summary>The places that an experiment takes, at least one: they follow from its data and its weights.</summary>
    public static int PlacesOf(ExperimentSpec spec)
    {
        var (samples, features, targets) = SizesOf(spec.Data);
        return checked((int)(1 + (((samples * (features + targets)) + Weights(features, spec.Network.Hidden, targets)) / NumbersPerPlace)));
    }

    private static (long Samples, int Features, int Targets) SizesOf(DataSpec data) => data switch
    {
        RegressionData regression => (regression.Samples, regression.Features, regression.Targets),
        InlineData inline => (inline.X.Length, inline.X[0].Length, inline.Y[0].Length),
        _ => (0, 0, 0),
    };

    private static long Weights(int features, IReadOnlyList<int> hidden, int targets)
    {
        int[] widths = [features, .. hidden, targets];
        return widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs + 1L) * outputs).Sum();
    }
}
