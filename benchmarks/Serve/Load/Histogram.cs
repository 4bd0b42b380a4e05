using System.Numerics;

namespace Distributed.Bench.Serve.Load;

/// <summary>
/// How often which duration was seen, in buckets less than a hundredth as wide as what they hold (log-linear, as HdrHistogram has them).
/// </summary>
internal sealed class Histogram
{
    // Buckets of one power of two: 128.
    private const int Bits = 7;

    private readonly long[] _counts = new long[(65 - Bits) << Bits];

    public long Count { get; private set; }

    /// <summary>Counts one, in nanoseconds.</summary>
    public void Record(long duration)
    {
        _counts[IndexOf(Math.Max(0, duration))]++;
        Count++;
    }

    /// <summary>The duration that a share of all did not exceed, in microseconds.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    public double Quantile(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        var index = 0;
        while (index < _counts.Length - 1 && (left -= _counts[index]) > 0)
        {
            index++;
        }

        return (StartOf(index) + StartOf(index + 1)) / 2e3;
    }

    private static int IndexOf(long duration)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)duration | 1) - Bits);
        return (shift << Bits) + (int)(duration >> shift);
    }

    private static double StartOf(int index)
    {
        var shift = Math.Max(0, (index >> Bits) - 1);
        return (double)(index - (shift << Bits)) * (1L << shift);
    }
}
