using System.Globalization;

namespace Distributed.Chaos.Hook;

/// <summary>
/// A point in the code, named by a span of the service's own tracing, and what is to happen to the process there:
/// <c>span|start or stop|how many times until then|seconds of pause, or 0 to be killed</c>.
/// </summary>
internal sealed class Trap
{
    private int _passes;

    public required string Span { get; init; }

    public required bool AtStop { get; init; }

    public required double Seconds { get; init; }

    public static Trap Parse(string line)
    {
        var words = line.Split('|');
        return new Trap
        {
            Span = words[0],
            AtStop = words[1] == "stop",
            _passes = int.Parse(words[2], CultureInfo.InvariantCulture),
            Seconds = double.Parse(words[3], CultureInfo.InvariantCulture),
        };
    }

    /// <summary>True for the one pass that springs the trap.</summary>
    public bool Springs(string span, bool atStop) =>
        span == Span && atStop == AtStop && Interlocked.Decrement(ref _passes) == 0;
}
