using System.Numerics;

namespace Distributed.TrainerGrain.Data;

/// <summary>
/// NumPy's legacy <c>RandomState(seed)</c>, whose sequences NumPy has frozen (NEP 19): the same seed gives the same bits.
/// Normal deviates take one logarithm each from the C library, as NumPy's do, so they are equal where that library is.
/// </summary>
public sealed class NumpyRandom(uint seed)
{
    private readonly MersenneTwister _bits = new(seed);
    private double? _spareNormal;

    /// <summary>Uniform in [0, 1) with 53 random bits (<c>random_sample</c>, <c>uniform()</c>).</summary>
    public double NextDouble()
    {
        const double twoTo26 = 67108864.0;
        const double twoTo53 = 9007199254740992.0;
        var high = _bits.NextUInt32() >> 5;
        var low = _bits.NextUInt32() >> 6;
        return ((high * twoTo26) + low) / twoTo53;
    }

    /// <summary>Standard normal (<c>standard_normal</c>): G. Marsaglia's polar method, which yields two at a time.</summary>
    public double NextNormal()
    {
        if (_spareNormal is { } spare)
        {
            _spareNormal = null;
            return spare;
        }

        double first, second, square;
        do
        {
            first = (2.0 * NextDouble()) - 1.0;
            second = (2.0 * NextDouble()) - 1.0;
            square = (first * first) + (second * second);
        }
        while (square is >= 1.0 or 0.0);

        var scale = Math.Sqrt(-2.0 * Math.Log(square) / square);
        _spareNormal = scale * first;
        return scale * second;
    }

    /// <summary>The numbers 0 to <paramref name="count"/> - 1 in random order (<c>shuffle(arange(count))</c>): Fisher and Yates, from the end.</summary>
    public int[] NextPermutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextUpTo((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>Uniform in 0 to <paramref name="max"/>, both included: masked to the bits of the limit, drawn again when above it.</summary>
    private uint NextUpTo(uint max)
    {
        var mask = uint.MaxValue >> BitOperations.LeadingZeroCount(max);
        uint value;
        do
        {
            value = _bits.NextUInt32() & mask;
        }
        while (value > max);
        return value;
    }
}
