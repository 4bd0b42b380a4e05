using System.Diagnostics;

namespace Distributed.Store.Tests.Support;

/// <summary>A second process that uses a store; see Worker/Program.cs. It ends with this process at the latest.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <summary>Starts a worker that writes with so many callers at once; with none it only opens the store and ends.</summary>
    public WorkerProcess(string connectionString, string name, int callers)
    {
        // The tests themselves run under the dotnet host; a test host of its own kind has it on the path.
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["exec", typeof(WorkerProcess).Assembly.Location, connectionString, name, $"{callers}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        Name = name;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public string Name { get; }

    /// <summary>What the store has confirmed to the worker, one line a write, as far as it was read here.</summary>
    public List<string> Confirmed { get; } = [];

    /// <summary>Reads until the store has confirmed so many writes more.</summary>
    public async Task ReadAsync(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            Confirmed.Add(line ?? throw new InvalidOperationException(
                $"Worker {Name} ended after {Confirmed.Count} lines: {await _errors.WaitAsync(Patience)}"));
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

        await _process.WaitForExitAsync().WaitAsync(Patience);

        // The last line may have been cut off by the kill.
        Confirmed.RemoveAt(Confirmed.Count - 1);
    }

    /// <summary>Waits until the worker has ended by itself, in good order.</summary>
    public async Task WaitForSuccessAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, $"Worker {Name} failed: {await _errors.WaitAsync(Patience)}");
    }

    public void Dispose() => _process.Dispose();
}
