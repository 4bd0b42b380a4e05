using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Distributed.Bench;

/// <summary>What a figure was measured on.</summary>
internal static class Machine
{
    /// <summary>Cores that this process may use.</summary>
    public static int Cores => Environment.ProcessorCount;

    /// <summary>One line a fact.</summary>
    public static IEnumerable<string> Facts(string engine) =>
    [
        $"processor  {Field("/proc/cpuinfo", "model name")}, {Cores} cores",
        $"memory     {Field("/proc/meminfo", "MemTotal")}",
        $"system     {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        $"engine     {engine}",
        string.Create(CultureInfo.InvariantCulture, $"load       {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before the run"),
    ];

    /// <summary>The most memory that a process has had resident, in MiB.</summary>
    public static double PeakMemoryOf(int process) =>
        double.Parse(Field($"/proc/{process}/status", "VmHWM").Split(' ')[0], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Processor time that a process and its direct children have had so far.</summary>
    public static TimeSpan ProcessorTimeOf(int process) =>
        OwnTimeOf(process) + ChildrenOf(process).Aggregate(TimeSpan.Zero, (sum, child) => sum + OwnTimeOf(child));

    private static TimeSpan OwnTimeOf(int process)
    {
        using var info = Process.GetProcessById(process);
        return info.TotalProcessorTime;
    }

    private static IEnumerable<int> ChildrenOf(int process) =>
        File.ReadAllText($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";
}
