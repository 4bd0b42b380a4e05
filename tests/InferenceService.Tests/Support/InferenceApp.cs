using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distributed.Store;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>The whole service over a store of its own, and beside it the store as a trainer's process would hold it.</summary>
internal sealed class InferenceApp : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings = [];

    private InferenceApp(TemporaryStore trainer) => Trainer = trainer;

    /// <summary>The other process: publishes.</summary>
    public TemporaryStore Trainer { get; }

    /// <summary>What the service logged.</summary>
    public LogRecorder Logs { get; } = new();

    public static async Task<InferenceApp> CreateAsync(params (string Key, string Value)[] settings)
    {
        var app = new InferenceApp(await TemporaryStore.CreateAsync());
        foreach (var (key, value) in settings)
        {
            app._settings[key] = value;
        }

        return app;
    }

    public Task<ModelVersion> PublishAsync(ModelDraft draft) => Trainer.Models.PublishAsync(draft);

    public async Task<(HttpResponseMessage Response, JsonElement Body)> InferAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<(HttpResponseMessage Response, JsonElement Body)> GetAsync(string path)
    {
        var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<string> GetTextAsync(string path) => await Client.GetStringAsync(new Uri(path, UriKind.Relative));

    public HttpClient Client => field ??= CreateClient();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Trainer.DisposeAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:store", Trainer.ConnectionString);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(Logs));
    }
}
