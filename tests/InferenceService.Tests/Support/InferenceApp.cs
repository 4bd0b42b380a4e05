using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>The whole service over a store of its own, and beside it the store as a trainer's process would hold it.</summary>
internal sealed class InferenceApp : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings = [];

    private readonly bool _ownsStore;

    private InferenceApp(TemporaryStore trainer, bool ownsStore = true)
    {
        Trainer = trainer;
        _ownsStore = ownsStore;
    }

    /// <summary>The other process: publishes.</summary>
    public TemporaryStore Trainer { get; }

    /// <summary>What the service loads from; holds back what the test tells it to.</summary>
    public GatedStore Gate => (GatedStore)Services.GetRequiredService<IModelStore>();

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

    /// <summary>A second service over the same store, as another process would be; to be disposed before the first.</summary>
    public InferenceApp Another() => new(Trainer, ownsStore: false);

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

    /// <summary>Sends JSON, or nothing.</summary>
    public async Task<(HttpResponseMessage Response, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public Task<(HttpResponseMessage Response, JsonElement Body)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>Predicts for one x, and gives the version that answered and its answer.</summary>
    public async Task<(int Version, float Y)> PredictAsync(string model, float x, string? version = null)
    {
        var (response, answer) = await InferAsync(
            $"/v2/models/{model}{(version is null ? "" : $"/versions/{version}")}/infer", Bodies.Flat(1, x));
        Assert.True(response.IsSuccessStatusCode, JsonSerializer.Serialize(answer));
        return (int.Parse(answer.GetProperty("model_version").GetString()!, CultureInfo.InvariantCulture), Assert.Single(Bodies.Values(answer)));
    }

    public async Task<string> GetTextAsync(string path) => await Client.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>The service's own parts.</summary>
    public ModelServer Models => Services.GetRequiredService<ModelServer>();

    /// <inheritdoc cref="Models"/>
    public ModelCatalog Catalog => Services.GetRequiredService<ModelCatalog>();

    /// <summary>A version that the service knows.</summary>
    public VersionSlot Find(string model, int version) => Catalog.TryFind(model, out var slot)
        ? slot.Find(version) ?? throw new ArgumentException($"There is no version {version}.", nameof(version))
        : throw new ArgumentException($"There is no model '{model}'.", nameof(model));

    public HttpClient Client => field ??= CreateClient();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsStore)
        {
            await Trainer.DisposeAsync();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:store", Trainer.ConnectionString);
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services => services
            .AddSingleton<ILoggerProvider>(Logs)
            .Replace(ServiceDescriptor.Singleton<IModelStore>(
                provider => new GatedStore(provider.GetRequiredService<StoreDatabase>().Models))));
    }
}
