using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Distributed.Bench;

/// <summary>One server as a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Allocated = "allocated ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private TaskCompletionSource<long>? _allocated;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Http { get; }

    /// <summary>The most memory that it has had resident so far, in MiB.</summary>
    public double PeakMemory => Machine.PeakMemoryOf(_process.Id);

    /// <summary>Processor time that it and its children have had so far.</summary>
    public TimeSpan ProcessorTime => Machine.ProcessorTimeOf(_process.Id);

    /// <summary>A port that nobody listens at.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a server and waits until it is healthy.</summary>
    /// <param name="start">How to start it.</param>
    /// <param name="address">Where it answers <c>GET /health</c>.</param>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, Uri address)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var server = new ServerProcess(Process.Start(start)!, address);
        server._process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        server._process.BeginOutputReadLine();
        try
        {
            await server.WaitUntilHealthyAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Bytes allocated so far by a .NET server that was started with the hook.</summary>
    public async Task<long> ReadAllocatedAsync()
    {
        var answer = _allocated = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        return await answer.Task.WaitAsync(Patience);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }

    private void Hear(string? line)
    {
        if (line?.StartsWith(Allocated, StringComparison.Ordinal) == true)
        {
            _allocated?.TrySetResult(long.Parse(line.AsSpan(Allocated.Length), CultureInfo.InvariantCulture));
        }
        else if (line is not null)
        {
            Console.Error.WriteLine(line);
        }
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
}
