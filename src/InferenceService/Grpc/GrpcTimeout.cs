using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Distributed.InferenceService.Grpc;

/// <summary>The header <c>grpc-timeout</c>: how long the caller waits.</summary>
internal static class GrpcTimeout
{
    private const int MostDigits = 8;

    // What a timer can wait for; 99999999 hours are more.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Reads one to eight digits and a unit: H, M, S, m, u or n.</summary>
    /// <param name="header">The header as it came.</param>
    /// <param name="timeout">How long; null when the header is absent.</param>
    /// <returns>False when the header says nothing sensible.</returns>
    public static bool TryRead(StringValues header, out TimeSpan? timeout)
    {
        timeout = null;
        if (header.Count == 0)
        {
            return true;
        }

        if (header is not [{ Length: >= 2 and <= MostDigits + 1 } text]
            || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        timeout = Scale(amount, text[^1]);
        return timeout is not null;
    }

    private static TimeSpan? Scale(long amount, char unit)
    {
        TimeSpan? timeout = unit switch
        {
            'H' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerHour),
            'M' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMinute),
            'S' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerSecond),
            'm' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMillisecond),
            'u' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMicrosecond),
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
        return timeout > Longest ? Longest : timeout;
    }
}
