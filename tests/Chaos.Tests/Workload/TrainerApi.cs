using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>The experiments API, as a client that trusts nothing.</summary>
internal static class TrainerApi
{
    public static Task<Answer> StartAsync(Uri server, ExperimentSpec spec) =>
        Http.AskAsync(
            () => Http.Client.PostAsJsonAsync(new Uri(server, "/experiments"), spec, ContractsJson.Options), StandingAsync);

    public static Task<Answer> CancelAsync(Uri server, string id) =>
        Http.AskAsync(() => Http.Client.PostAsync(new Uri(server, $"/experiments/{id}/cancel"), null), StandingAsync);

    public static Task<Answer> StatusAsync(Uri server, string id) =>
        Http.AskAsync(() => Http.Client.GetAsync(new Uri(server, $"/experiments/{id}")), StandingAsync);

    public static Task<Answer> LossesAsync(Uri server, string id) => Http.AskAsync(
        () => Http.Client.GetAsync(new Uri(server, $"/experiments/{id}/losses")),
        async content => new LossesSeen((await ReadAsync<LossCurve>(content)).Losses));

    private static async Task<Answer> StandingAsync(HttpContent content) => new Standing(await ReadAsync<ExperimentView>(content));

    private static async Task<T> ReadAsync<T>(HttpContent content) =>
        await content.ReadFromJsonAsync<T>(ContractsJson.Options) ?? throw new JsonException("The answer is null.");
}

/// <summary>Turns what can come of a request into an answer.</summary>
internal static class Http
{
    public static HttpClient Client { get; } = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        // A paused process takes connections and never answers.
        Timeout = TimeSpan.FromSeconds(8),
    };

    public static async Task<Answer> AskAsync(Func<Task<HttpResponseMessage>> send, Func<HttpContent, Task<Answer>> read)
    {
        try
        {
            using var response = await send();
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created => await read(response.Content),
                HttpStatusCode.NotFound => new NotFound(),
                HttpStatusCode.Conflict => new Conflict(),
                var status => new Trouble($"{(int)status} {await response.Content.ReadAsStringAsync()}", (int)status),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return new Trouble(exception.Message);
        }
    }
}
