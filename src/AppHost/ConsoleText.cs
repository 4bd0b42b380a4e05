using System.Globalization;

namespace Distributed.AppHost;

/// <summary>Lines of a resource's console, which Aspire begins with the time at which they were written.</summary>
internal static class ConsoleText
{
    public static string WithoutTimestamp(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out _)
            ? line[(space + 1)..].Trim()
            : line.Trim();
    }
}
