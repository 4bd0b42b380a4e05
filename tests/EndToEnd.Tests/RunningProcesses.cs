using System.Text;

namespace Distributed.EndToEnd.Tests;

/// <summary>Finds the processes that belong to one system by what the kernel knows of them (Linux).</summary>
internal static class RunningProcesses
{
    /// <summary>Processes whose environment or command line mentions the text, such as a data directory nobody else uses.</summary>
    public static IReadOnlyList<int> Mentioning(string text) =>
        [.. All().Where(id => Read(id, "environ").Contains(text, StringComparison.Ordinal) || CommandLine(id).Contains(text, StringComparison.Ordinal))];

    /// <summary>Those among them that run the given assembly; at least one.</summary>
    public static IReadOnlyList<int> Running(string assembly, string text)
    {
        int[] found = [.. Mentioning(text).Where(id => CommandLine(id).Contains(assembly, StringComparison.Ordinal))];
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>All that an AppHost has started. The orchestrator is no child of it: it detaches, and watches the process by its number.</summary>
    public static IReadOnlyList<int> StartedBy(int appHost)
    {
        var parents = All().ToDictionary(id => id, ParentOf);
        var found = new List<int> { appHost };
        found.AddRange(parents.Keys.Where(id => CommandLine(id).Contains($"--monitor\0{appHost}\0", StringComparison.Ordinal)));
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(pair => pair.Value == found[i] && !found.Contains(pair.Key)).Select(pair => pair.Key));
        }

        return found[1..];
    }

    public static bool IsAlive(int process) => Read(process, "stat") is { Length: > 0 } stat && !stat.Contains(") Z ", StringComparison.Ordinal);

    /// <summary>The arguments of a process, each ended by a NUL; empty when it is gone.</summary>
    public static string CommandLine(int process) => Read(process, "cmdline");

    // "1234 (name) S 1 …": the name may hold blanks and brackets, so the fields are counted from the last bracket.
    private static int ParentOf(int process) =>
        Read(process, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], null) : 0;

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, null));

    // A process may end between being listed and being read.
    private static string Read(int process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/{file}"));
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
