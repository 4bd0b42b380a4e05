using System.Numerics;

namespace Distributed.Contracts.Sweeps;

/// <summary>Counts experiments without making any; the numbers asked for may be of any size.</summary>
internal static class SweepCount
{
    /// <summary>How many experiments a plan for each of the data sets makes; without data sets all take the same.</summary>
    public static BigInteger Of(SweepPlan? plan, IReadOnlyList<KeyedData> data) => (plan?.Count ?? 1) * Math.Max(1, data.Count);

    /// <summary>Digits of the last index.</summary>
    public static int DigitsOf(int count) => (count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
}
