using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>The sweeps API, as a client that trusts nothing.</summary>
internal static class SweepApi
{
    private const int WatchedEvents = 3;
    private static readonly TimeSpan WatchLimit = TimeSpan.FromSeconds(3);

    public static Task<Answer> StartAsync(Uri server, string body) => Http.AskAsync(
        () => Http.Client.PostAsync(new Uri(server, "/sweeps"), new StringContent(body, Encoding.UTF8, "application/json")), StandingAsync);

    public static Task<Answer> StatusAsync(Uri server, string id) =>
        Http.AskAsync(() => Http.Client.GetAsync(PathOf(server, id)), StandingAsync);

    /// <summary>Pauses, resumes or cancels.</summary>
    public static Task<Answer> ControlAsync(Uri server, string id, string verb) =>
        Http.AskAsync(() => Http.Client.PostAsync(PathOf(server, id, verb), null), StandingAsync);

    /// <summary>Its first few events.</summary>
    public static Task<Answer> WatchAsync(Uri server, string id) => Http.AskAsync(
        () => Http.Client.GetAsync(PathOf(server, id, "events"), HttpCompletionOption.ResponseHeadersRead), WatchedAsync);

    /// <summary>All experiments that it has put into the store.</summary>
    public static Task<Answer> ListAsync(Uri server, string id) => Http.AskAsync(
        () => Http.Client.GetAsync(new Uri(server, $"/experiments?sweep={id}&limit=1000")),
        async content => new SweepListed((await content.ReadFromJsonAsync<ExperimentPage>(ContractsJson.Options))!.Experiments));

    private static Uri PathOf(Uri server, string id, string? part = null) => new(server, $"/sweeps/{id}{(part is null ? "" : "/" + part)}");

    private static async Task<Answer> StandingAsync(HttpContent content) =>
        new SweepStanding((await content.ReadFromJsonAsync<SweepView>(ContractsJson.Options))!);

    private static async Task<Answer> WatchedAsync(HttpContent content)
    {
        var views = new List<SweepView>();
        var end = "The stream ended without an event.";
        using var limit = new CancellationTokenSource(WatchLimit);
        try
        {
            await using var stream = await content.ReadAsStreamAsync(limit.Token);
            var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<SweepView>(data, ContractsJson.Options)!);
            await foreach (var item in events.EnumerateAsync(limit.Token).Take(WatchedEvents))
            {
                views.Add(item.Data);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            end = exception.Message;
        }

        // What came before the end of the stream is an answer.
        return views.Count > 0 ? new SweepWatched(views) : new Trouble(end);
    }
}
