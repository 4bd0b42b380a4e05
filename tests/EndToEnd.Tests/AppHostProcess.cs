using System.Collections.Concurrent;
using System.Diagnostics;

namespace Distributed.EndToEnd.Tests;

/// <summary>The whole system as a user starts it: an AppHost process and what it starts, on ports and a data directory of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private AppHostProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = ReadOutputAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public required Uri Trainer { get; init; }

    public required Uri Inference { get; init; }

    public static AppHostProcess Start(string data, params string[] arguments)
    {
        var (trainer, inference, dashboard) = (FreePort.FindAsText(), FreePort.FindAsText(), FreePort.FindAsText());
        var start = new ProcessStartInfo("dotnet", [AppHost, "--data", data, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TRAINER_PORT"] = trainer, ["INFERENCE_PORT"] = inference, ["DASHBOARD_PORT"] = dashboard },
        };
        return new AppHostProcess(start) { Trainer = Local(trainer), Inference = Local(inference) };
    }

    /// <summary>Waits until both services say that they are healthy.</summary>
    public async Task WaitUntilHealthyAsync()
    {
        foreach (var service in new[] { Trainer, Inference })
        {
            using var client = new HttpClient { BaseAddress = service };
            await Until.AnswersAsync(client, new Uri("/health", UriKind.Relative), Patience);
        }
    }

    /// <summary>Waits until the dashboard is announced too and the first experiment is served: the start is over then.</summary>
    public async Task WaitUntilReadyAsync()
    {
        await WaitForLineAsync("dashboard");
        using var client = new HttpClient { BaseAddress = Inference };
        await Until.AnswersAsync(client, new Uri("/models/tutorial", UriKind.Relative), Patience);
    }

    /// <summary>Waits for a line on the console.</summary>
    public Task WaitForLineAsync(string beginning) => Until.TrueAsync(
        () =>
        {
            Assert.False(_process.HasExited, $"The AppHost has ended; its console shows: {string.Join('\n', _output)}");
            return _output.Any(line => line.StartsWith(beginning, StringComparison.Ordinal));
        },
        Patience,
        () => $"There is no line that begins with '{beginning}'; the console shows: {string.Join('\n', _output)}");

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
        return (_process.ExitCode, string.Join('\n', _output), await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    /// <summary>The AppHost as the build left it, of the same configuration as these tests.</summary>
    private static string AppHost { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "AppHost", new DirectoryInfo(AppContext.BaseDirectory).Name, "AppHost.dll"));

    private static Uri Local(string port) => new($"http://127.0.0.1:{port}");

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
        }
    }
}
