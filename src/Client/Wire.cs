using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Distributed.Contracts;

namespace Distributed.Client;

/// <summary>Requests and answers as the services speak them.</summary>
internal static class Wire
{
    private const string EventStream = "text/event-stream";

    public static Task<T> GetAsync<T>(this HttpClient http, string path, CancellationToken cancellationToken) =>
        http.SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    public static Task<T> PostAsync<T>(this HttpClient http, string path, byte[]? json, CancellationToken cancellationToken) =>
        http.SendAsync<T>(HttpMethod.Post, path, json, cancellationToken);

    public static async Task DeleteAsync(this HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Delete, Relative(path)), cancellationToken);
        await ThrowUnlessGoodAsync(answer, cancellationToken);
    }

    /// <summary>A stream of events, each with its data as JSON; it ends when the service ends it.</summary>
    public static async IAsyncEnumerable<T> EventsAsync<T>(
        this HttpClient http, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(Relative(path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowUnlessGoodAsync(answer, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != EventStream)
        {
            throw Strange(answer);
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var events = SseParser.Create(body, (_, data) => JsonSerializer.Deserialize<T>(data, ContractsJson.Options)!);
        await foreach (var item in events.EnumerateAsync(cancellationToken))
        {
            yield return item.Data;
        }
    }

    /// <summary>The items of all pages; a page is asked for when it is read, with the place that the one before gave.</summary>
    public static async IAsyncEnumerable<TItem> PagesAsync<TPage, TItem>(
        this HttpClient http,
        Func<string?, string> pathAfter,
        Func<TPage, (IReadOnlyList<TItem> Items, string? Next)> open,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var (items, next) = open(await http.GetAsync<TPage>(pathAfter(after), cancellationToken));
            foreach (var item in items)
            {
                yield return item;
            }

            after = next;
        }
        while (after is not null);
    }

    public static string Escape(string name) => Uri.EscapeDataString(name);

    private static async Task<T> SendAsync<T>(
        this HttpClient http, HttpMethod method, string path, byte[]? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Relative(path));
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ThrowUnlessGoodAsync(answer, cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(body, ContractsJson.Options, cancellationToken) ?? throw Strange(answer);
        }
        catch (JsonException)
        {
            throw Strange(answer);
        }
    }

    private static ApiException Strange(HttpResponseMessage answer) => new(
        answer.StatusCode,
        $"What answers at {answer.RequestMessage?.RequestUri} is not the service: its answer has another form.",
        new Dictionary<string, string[]>());

    private static async Task ThrowUnlessGoodAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            var problem = Problem.Read(body, $"The service answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
            throw new ApiException(answer.StatusCode, problem.Sentence, problem.Faults);
        }
    }

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
