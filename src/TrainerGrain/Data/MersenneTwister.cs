namespace Distributed.TrainerGrain.Data;

/// <summary>
/// The generator MT19937 with 32-bit output (M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998),
/// seeded as in the authors' revision of 2002.
/// </summary>
public sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;
    private const uint SeedMultiplier = 1812433253;
    private const uint TwistMatrix = 0x9908B0DF;
    private const uint UpperBit = 0x80000000;
    private const uint LowerBits = 0x7FFFFFFF;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>A generator at the start of the sequence of <paramref name="seed"/>.</summary>
    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++)
        {
            var previous = _state[i - 1];
            _state[i] = unchecked((SeedMultiplier * (previous ^ (previous >> 30))) + (uint)i);
        }
    }

    /// <summary>The next number, uniform over all 2^32 values.</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
        {
            Twist();
        }
        return Temper(_state[_next++]);
    }

    private void Twist()
    {
        for (var i = 0; i < Size - Middle; i++)
        {
            Twist(i, i + 1, i + Middle);
        }
        for (var i = Size - Middle; i < Size - 1; i++)
        {
            Twist(i, i + 1, i + Middle - Size);
        }
        Twist(Size - 1, 0, Middle - 1);
        _next = 0;
    }

    private void Twist(int i, int next, int middle)
    {
        var joined = (_state[i] & UpperBit) | (_state[next] & LowerBits);
        var matrix = unchecked(0u - (joined & 1)) & TwistMatrix; // A branch would go wrong every other time.
        _state[i] = _state[middle] ^ (joined >> 1) ^ matrix;
    }

    private static uint Temper(uint y)
    {
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }
}
