using System.Text;

namespace Orleans.Runtime;

/// <summary>FNV-1a: the same in every process, so that silos agree on what it decides.</summary>
internal static class StableHash
{
    private const uint Seed = 2166136261;

    public static uint Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static uint Of(ReadOnlySpan<byte> bytes, uint seed = Seed)
    {
        var hash = seed;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }

    /// <summary>Spreads two hashes over all bits, so that close ones give unrelated results.</summary>
    public static uint Mix(uint first, uint second)
    {
        // The finalizer of MurmurHash3.
        var hash = first ^ (second * 0x9E3779B1u);
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6Bu;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35u;
        return hash ^ (hash >> 16);
    }
}
