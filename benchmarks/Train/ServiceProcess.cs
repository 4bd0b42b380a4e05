using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Distributed.Bench.Train;

/// <summary>One service as a process of its own, as the build left it.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Http { get; }

    /// <summary>The most memory that it has had resident so far, in MiB.</summary>
    public double PeakMemory => Machine.PeakMemoryOf(_process.Id);

    /// <summary>Starts a service and waits until it is healthy.</summary>
    public static async Task<ServiceProcess> StartAsync(string project, string store)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var assembly = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"Distributed.{project}.dll"));
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.ToString(),
                ["ConnectionStrings__store"] = store,
                ["Logging__LogLevel__Default"] = "Warning",
                ["Orleans__Endpoints__SiloPort"] = $"{FreePort()}",
                ["Orleans__Endpoints__GatewayPort"] = $"{FreePort()}",
            },
        };
        var service = new ServiceProcess(Process.Start(start)!, address);
        service._process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        service._process.BeginOutputReadLine();
        await service.WaitUntilHealthyAsync();
        return service;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task WaitUntilHealthyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsHealthyAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"The service at {Http.BaseAddress} did not come up.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
