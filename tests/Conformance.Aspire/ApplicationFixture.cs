using Aspire.Hosting.Testing;
using Microsoft.Extensions.Hosting;

namespace Distributed.Conformance.Aspire;

/// <summary>One running application for all tests of a class.</summary>
public abstract class ApplicationFixture : IAsyncLifetime
{
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The application has not been started.");

    /// <summary>A test that has not ended by then will not.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(90);

    public async Task InitializeAsync()
    {
        var builder = DistributedApplicationTestingBuilder.Create([], Configure);
        AddResources(builder);
        _app = await builder.BuildAsync();
        await _app.StartAsync().WaitAsync(Timeout);
        await WaitUntilReadyAsync().WaitAsync(Timeout);
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    public async Task<T> AskAsync<T>(string resource, string path)
    {
        using var client = App.CreateHttpClient(resource);
        return (await client.GetFromJsonAsync<T>(path))!;
    }

    public Task<Dictionary<string, string>> GetEnvironmentAsync(string resource) => AskAsync<Dictionary<string, string>>(resource, "/environment");

    protected virtual void Configure(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
    }

    protected abstract void AddResources(IDistributedApplicationTestingBuilder builder);

    protected abstract Task WaitUntilReadyAsync();
}
