namespace Distributed.Store.Sql;

/// <summary>
/// Where a loss is counted, so that its rank is a sum of few counts: in a tree over numbers of four bytes that sort as losses do, at the node
/// of the first byte, of the first two, of the first three, and of all four. Smaller losses are those of the smaller siblings at each
/// level, at most 255. A node's number is its level (0–3) times 2³² and the bytes that lead to it.
/// </summary>
internal readonly record struct LossNodes(uint Key)
{
    private const int Levels = 4;

    /// <summary>The nodes of a loss; one that is not finite, or is absent, is behind every finite one.</summary>
    public static LossNodes Of(float? loss)
    {
        if (loss is not { } value || !float.IsFinite(value))
        {
            return new(uint.MaxValue);
        }

        // Bits of floats sort as signed magnitudes; 0 and -0 are the same loss.
        var bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
        return new((bits & 0x8000_0000) == 0 ? bits | 0x8000_0000 : ~bits);
    }

    /// <summary>The nodes at which it is counted, as <c>@node0</c> to <c>@node3</c>.</summary>
    public IEnumerable<(string Name, object? Value)> Path => Parameters("@node", static prefix => prefix);

    /// <summary>The first of each node's siblings, as <c>@first0</c> to <c>@first3</c>, and the last at level 0, <c>@last0</c>.</summary>
    public IEnumerable<(string Name, object? Value)> Siblings =>
        [.. Parameters("@first", static prefix => prefix & ~0xFFu), ("@last0", (long)byte.MaxValue)];

    private IEnumerable<(string Name, object? Value)> Parameters(string name, Func<uint, uint> node)
    {
        for (var level = 0; level < Levels; level++)
        {
            var prefix = Key >> (8 * (Levels - 1 - level));
            yield return ($"{name}{level}", NodeAt(level, node(prefix)));
        }
    }

    private static long NodeAt(int level, uint prefix) => ((long)level << 32) | prefix;
}
