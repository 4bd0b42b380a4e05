namespace Distributed.Architecture.Tests;

/// <summary>A line of a file, or a place in it with a remark; prints as compilers print places.</summary>
internal sealed record Line(string File, int Number, string Text)
{
    public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
}
