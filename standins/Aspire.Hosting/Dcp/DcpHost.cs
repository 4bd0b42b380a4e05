using System.Collections;
using System.Diagnostics;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// Starts the orchestrator beside this process. It watches this process' id: when the application host goes, however it goes,
/// the orchestrator stops everything it runs and then itself.
/// </summary>
internal sealed class DcpHost(AppHostMetadata metadata) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GoneTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(15);

    /// <summary>What describes the application host itself must not reach the processes it runs.</summary>
    private static readonly HashSet<string> NotInherited = new(StringComparer.OrdinalIgnoreCase)
    {
        "ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE", "ASPIRE_LOGLEVEL",
    };

    private DcpClient? _client;
    private string _session = "";

    public DcpClient Client => _client ?? throw new InvalidOperationException("The application has not been started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _session = Directory.CreateTempSubdirectory("aspire-dcp").FullName;
        var kubeconfig = Path.Combine(_session, "kubeconfig");
        var certificate = ServerCertificate.Create(_session);
        string[] arguments =
        [
            "start-apiserver", "--monitor", $"{Environment.ProcessId}", "--detach", "--kubeconfig", kubeconfig,
            "--tls-cert-file", certificate.CertificatePath, "--tls-key-file", certificate.KeyPath,
        ];
        using var launcher = Process.Start(CreateStartInfo(arguments))
            ?? throw new DistributedApplicationException($"The Aspire orchestrator could not be started: {metadata.DcpPath}");
        launcher.StandardInput.Close();
        _client = new DcpClient(await WaitUntilReadyAsync(kubeconfig, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Completes when every process has ended, the orchestrator's own server included.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _client, null) is not { } client)
        {
            return;
        }

        using (client)
        {
            await StopAsync(client, cancellationToken).ConfigureAwait(false);
        }

        await WaitUntilGoneAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task StopAsync(DcpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.SetExecutionAsync("CleaningResources", cancellationToken).ConfigureAwait(false);
            while (await client.GetExecutionAsync(cancellationToken).ConfigureAwait(false) is "CleaningResources")
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }

            await client.SetExecutionAsync("Stopping", cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // The orchestrator itself is gone, and all that it ran went with it: there is nothing left to stop.
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await StopAsync(timeout.Token).ConfigureAwait(false);
    }

    private static async Task<Kubeconfig> WaitUntilReadyAsync(string path, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ReadyTimeout);
        try
        {
            while (true)
            {
                if (Kubeconfig.TryRead(path) is { } kubeconfig)
                {
                    return kubeconfig;
                }

                await Task.Delay(PollInterval, timeout.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DistributedApplicationException($"The Aspire orchestrator was not ready within {ReadyTimeout.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>The last thing that the server does is to remove its session's directory; a server that was killed cannot.</summary>
    private async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(GoneTimeout);
        while (Directory.Exists(_session) && !timeout.IsCancellationRequested)
        {
            await Task.Delay(PollInterval, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Directory.Exists(_session))
        {
            Directory.Delete(_session, recursive: true);
        }
    }

    private ProcessStartInfo CreateStartInfo(string[] arguments)
    {
        var info = new ProcessStartInfo(metadata.DcpPath, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!NotInherited.Contains((string)variable.Key))
            {
                info.Environment[(string)variable.Key] = (string?)variable.Value;
            }
        }

        info.Environment["DCP_SESSION_FOLDER"] = _session;
        return info;
    }
}
