using System.Diagnostics;
using System.Globalization;

namespace Distributed.Bench.Train;

/// <summary>Programs of others that time themselves.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program once on every core at the same time; the seconds that the slowest of them told.</summary>
    public static double RunOnEveryCore(string program, params string[] arguments)
    {
        var processes = Enumerable.Range(0, Machine.Cores).Select(_ => Start(program, arguments)).ToArray();
        return processes.Select(SecondsOf).ToArray().Max();
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It has failed.</exception>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} has failed with exit code {process.ExitCode}.");
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;

    private static double SecondsOf(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return double.Parse(output, CultureInfo.InvariantCulture);
        }
    }
}
