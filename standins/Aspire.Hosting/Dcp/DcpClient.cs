using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Aspire.Hosting.Dcp;

/// <summary>Speaks the orchestrator's Kubernetes-style REST API.</summary>
internal sealed class DcpClient : IDisposable
{
    public const string Group = "usvc-dev.developer.microsoft.com";
    public const string Version = "v1";

    private const string Root = $"apis/{Group}/{Version}";
    private const string Execution = "admin/execution";
    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    private readonly HttpClient _http;

    public DcpClient(Kubeconfig kubeconfig)
    {
        var authority = X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(kubeconfig.CertificateAuthority));
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { authority },
                },
            },
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = kubeconfig.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", kubeconfig.Token) },
        };
    }

    public async Task CreateAsync<T>(string collection, T item, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync($"{Root}/{collection}", item, DcpJson.Options, cancellationToken).ConfigureAwait(false);
        await EnsureSuccessAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null when there is no such object.</summary>
    public async Task<T?> FindAsync<T>(string collection, string name, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await _http.GetAsync($"{Root}/{collection}/{name}", cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await EnsureSuccessAsync(response, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadFromJsonAsync<T>(DcpJson.Options, cancellationToken).ConfigureAwait(false);
    }

    public Task PatchAsync(string collection, string name, object patch, CancellationToken cancellationToken) =>
        SendPatchAsync($"{Root}/{collection}/{name}", patch, cancellationToken);

    public async Task DeleteAsync(string collection, string name, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync($"{Root}/{collection}/{name}", cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            await EnsureSuccessAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Every object of a collection, then every change, until the orchestrator closes the stream.</summary>
    public async IAsyncEnumerable<DcpEvent<T>> WatchAsync<T>(string collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in ReadLinesAsync($"{Root}/{collection}?watch=true", cancellationToken).ConfigureAwait(false))
        {
            if (JsonSerializer.Deserialize<DcpEvent<T>>(line, DcpJson.Options) is { } change)
            {
                yield return change;
            }
        }
    }

    /// <summary>A process' output as it is written; each line begins with its time.</summary>
    public IAsyncEnumerable<string> ReadLogAsync(string executable, string source, bool follow, CancellationToken cancellationToken) =>
        ReadLinesAsync(
            $"{Root}/executables/{executable}/log?source={source}&timestamps=true&follow={(follow ? "true" : "false")}", cancellationToken);

    public Task SetExecutionAsync(string status, CancellationToken cancellationToken) =>
        SendPatchAsync(Execution, new { status, shutdownResourceCleanup = "Full" }, cancellationToken);

    public async Task<string?> GetExecutionAsync(CancellationToken cancellationToken)
    {
        var document = await _http.GetFromJsonAsync<JsonElement>(Execution, cancellationToken).ConfigureAwait(false);
        return document.GetProperty("status").GetString();
    }

    public void Dispose() => _http.Dispose();

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var reason = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw new DistributedApplicationException($"The Aspire orchestrator refused a request with {(int)response.StatusCode}: {reason}");
        }
    }

    private async Task SendPatchAsync(string path, object patch, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(patch, MergePatch, DcpJson.Options);
        using var response = await _http.PatchAsync(path, content, cancellationToken).ConfigureAwait(false);
        await EnsureSuccessAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = HttpVersion.Version20 };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await EnsureSuccessAsync(response, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return line;
        }
    }
}
