using System.Globalization;

namespace Distributed.AppHost;

/// <summary>Lines of a resource's console, which Aspire begins with the time at which they were written.</summary>
internal static class ConsoleText
{
    private const string Fatal = "Unhandled exception. ";

    /// <summary>
    /// Why a service ended, from what it wrote to its error output: the message of its unhandled exception
    /// (<c>Unhandled exception. Some.Type: message</c>), else its last line; null when it wrote nothing.
    /// </summary>
    public static string? LastWords(IEnumerable<string> lines)
    {
        var words = lines.Where(line => line.Length > 0).ToList();
        var fatal = words.LastOrDefault(line => line.StartsWith(Fatal, StringComparison.Ordinal));
        return fatal is null ? words.LastOrDefault() : fatal[(fatal.IndexOf(": ", StringComparison.Ordinal) + 2)..];
    }

    public static string WithoutTimestamp(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, out _)
            ? line[(space + 1)..].Trim()
            : line.Trim();
    }
}
