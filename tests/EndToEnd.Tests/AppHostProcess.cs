using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Distributed.EndToEnd.Tests;

/// <summary>The whole system as a user starts it: an AppHost process and what it starts, on ports and a data directory of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private AppHostProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public required Uri Trainer { get; init; }

    public required Uri Inference { get; init; }

    public static AppHostProcess Start(string data, params string[] arguments)
    {
        var (trainer, inference, dashboard) = (FreePort(), FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [AppHost, "--data", data, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["TRAINER_PORT"] = Text(trainer), ["INFERENCE_PORT"] = Text(inference), ["DASHBOARD_PORT"] = Text(dashboard),
            },
        };
        return new AppHostProcess(start) { Trainer = Local(trainer), Inference = Local(inference) };
    }

    /// <summary>Waits until both services say that they are healthy.</summary>
    public async Task WaitUntilHealthyAsync()
    {
        using var client = new HttpClient();
        foreach (var service in new[] { Trainer, Inference })
        {
            await Until.TrueAsync(() => IsHealthyAsync(client, new Uri(service, "/health")), Patience, () => $"{service} is not healthy.");
        }
    }

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
        return (_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    private async Task<bool> IsHealthyAsync(HttpClient client, Uri health)
    {
        Assert.False(_process.HasExited, "The AppHost ended before its services were healthy.");
        try
        {
            using var response = await client.GetAsync(health);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The AppHost as the build left it, of the same configuration as these tests.</summary>
    private static string AppHost { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "AppHost", new DirectoryInfo(AppContext.BaseDirectory).Name, "AppHost.dll"));

    private static Uri Local(int port) => new($"http://127.0.0.1:{port}");

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>POSIX signals.</summary>
internal static partial class Signal
{
    public const int Terminate = 15;
    public const int Kill = 9;

    public static void Send(int process, int signal) => Assert.Equal(0, KillProcess(process, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int pid, int signal);
}
