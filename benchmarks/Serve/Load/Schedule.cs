using System.Diagnostics;

namespace Distributed.Bench.Serve.Load;

/// <summary>
/// When requests are due. Closed loop: whenever a connection is free. Open loop: at a constant rate, whether or not one is free, so that a
/// server that stands still is charged for all who would have come meanwhile.
/// </summary>
/// <param name="duration">How long requests come.</param>
/// <param name="rate">Requests per second; null for the closed loop.</param>
internal sealed class Schedule(TimeSpan duration, double? rate)
{
    private readonly long _length = (long)duration.TotalNanoseconds;
    private long _taken;

    /// <summary>When it began; nanoseconds of <see cref="Now"/>, like all times here.</summary>
    public long Start { get; } = Now;

    public static long Now => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    /// <summary>When the next one is due.</summary>
    public long Next => rate is { } constant ? Start + (long)(_taken * 1e9 / constant) : Start;

    /// <summary>Whether no request comes any more.</summary>
    public bool IsOver(long now) => (rate is null ? now : Next) >= Start + _length;

    /// <summary>Takes the next request if it is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="due">The time that its latency counts from.</param>
    public bool TryTake(long now, out long due)
    {
        due = rate is null ? now : Next;
        if (due > now || IsOver(now))
        {
            return false;
        }

        _taken++;
        return true;
    }
}
