using System.Text;

namespace Distributed.Contracts.Sweeps;

/// <summary>
/// Random numbers by their place, with no state: the draw for sample i of a path is
/// mix(mix(seed + FNV-1a(path)) + (i + 1) × 0x9E3779B97F4A7C15) modulo 2^64, where mix is the output function of SplitMix64
/// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014; constants of Stafford's variant 13) and FNV-1a the
/// 64-bit hash by Fowler, Noll and Vo of the path in UTF-8. What is made of a draw takes only operations that IEEE 754 rounds correctly,
/// so that it is the same on every machine.
/// </summary>
internal readonly record struct RandomDraw(ulong Bits)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const int MantissaBits = 53;

    /// <summary>The draw for a sample of a path.</summary>
    public static RandomDraw Of(long seed, string path, int sample) =>
        new(Mix(Mix(unchecked((ulong)seed + Hash(path))) + unchecked((ulong)(sample + 1L) * Golden)));

    /// <summary>A whole number from 0 to before <paramref name="count"/>, each as likely but for 2^-64 × count.</summary>
    public long Below(long count) => (long)Math.BigMul(Bits, (ulong)count, out _);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, each as likely.</summary>
    public double Uniform(double low, double high) =>
        Math.Clamp(low + ((Bits >> (64 - MantissaBits)) * (1.0 / (1L << MantissaBits)) * (high - low)), low, high);

    /// <summary>
    /// A number from <paramref name="low"/> to <paramref name="high"/>, both above 0, whose logarithm is uniform: low × (high / low)^u,
    /// where the power is the product of the roots that the binary digits of u name. A logarithm of the machine's library could differ.
    /// </summary>
    public double LogUniform(double low, double high)
    {
        var value = low;
        var root = Math.Sqrt(high) / Math.Sqrt(low);
        for (var digit = 63; digit > 63 - MantissaBits; digit--)
        {
            value *= (Bits >> digit & 1) == 1 ? root : 1;
            root = Math.Sqrt(root);
        }

        return Math.Clamp(value, low, high);
    }

    private static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }

    private static ulong Hash(string path)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var octet in Encoding.UTF8.GetBytes(path))
        {
            hash = unchecked((hash ^ octet) * 0x100000001B3);
        }

        return hash;
    }
}
