using System.Diagnostics;

namespace Distributed.Store.Tests.Support;

/// <summary>A second process that uses a store; see Worker/Program.cs. It ends with this process at the latest.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts a worker that writes with so many callers at once; with none it only opens the store and ends.</summary>
    public WorkerProcess(string connectionString, string name, int callers)
    {
        // The tests themselves run under the dotnet host; a test host of its own kind has it on the path.
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["exec", typeof(WorkerProcess).Assembly.Location, connectionString, name, $"{callers}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        Name = name;
        _process = Process.Start(start)!;
    }

    public string Name { get; }

    /// <summary>What the store has confirmed to the worker, one line a write, as far as it was read here.</summary>
    public List<string> Confirmed { get; } = [];

    /// <summary>Reads until the store has confirmed so many writes more.</summary>
    public async Task ReadAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            var line = await _process.StandardOutput.ReadLineAsync();
            Confirmed.Add(line ?? throw new InvalidOperationException($"Worker {Name} ended after {Confirmed.Count} lines."));
        }
    }

    /// <summary>Ends the worker without warning and reads what it had still written.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Confirmed.Add(line);
        }

        await _process.WaitForExitAsync();

        // The last line may have been cut off by the kill.
        Confirmed.RemoveAt(Confirmed.Count - 1);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose() => _process.Dispose();
}
