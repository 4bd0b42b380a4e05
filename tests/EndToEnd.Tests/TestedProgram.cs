using System.Collections.Concurrent;
using System.Diagnostics;

namespace Distributed.EndToEnd.Tests;

/// <summary>A program of this repository in a process of its own, as the build left it, of the same configuration as these tests.</summary>
internal sealed class TestedProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private TestedProgram(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = ReadOutputAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <param name="project">The project's folder.</param>
    /// <param name="assembly">The file of its assembly.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables beside those of the tests.</param>
    public static TestedProgram Start(
        string project,
        string assembly,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var file = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, assembly));
        var start = new ProcessStartInfo("dotnet", [file, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new TestedProgram(start);
    }

    /// <summary>Waits for a line of the output that contains the text.</summary>
    public Task WaitForLineAsync(string text) => Until.TrueAsync(
        () =>
        {
            var shown = _output.Any(line => line.Contains(text, StringComparison.Ordinal));
            Assert.True(shown || !_errors.IsCompleted, $"The program ended without '{text}': {Said()}");
            return shown;
        },
        Patience,
        () => $"No line contains '{text}': {Said()}");

    /// <summary>Asks to stop, as a service manager does, and returns the exit code. (A shell may have its children ignore Ctrl-C's signal.)</summary>
    public async Task<int> StopAsync()
    {
        Signal.Send(_process.Id, Signal.Terminate);
        return (await WaitForExitAsync()).Code;
    }

    /// <summary>Waits for the end by itself.</summary>
    public async Task<(int Code, string Output, string Errors)> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _reading;
        return (_process.ExitCode, Output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    private string Said() => $"its output is: {Output}; its errors are: {(_errors.IsCompletedSuccessfully ? _errors.Result : "not read yet")}";

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
        }
    }
}
