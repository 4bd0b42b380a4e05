using System.Net;
using System.Text;

namespace Distributed.Client.Tests;

/// <summary>Answers requests with what the services were seen to answer, and keeps what was asked.</summary>
internal sealed class CannedService : HttpMessageHandler
{
    private readonly Queue<(HttpStatusCode Status, string Type, string Body)> _answers = [];

    public List<(string Line, string Body)> Asked { get; } = [];

    public TrainerClient Trainer => new(Http);

    public InferenceClient Inference => new(Http);

    private HttpClient Http => new(this, disposeHandler: false) { BaseAddress = new Uri("http://service/") };

    public CannedService Answer(HttpStatusCode status, string body, string type = "application/json")
    {
        _answers.Enqueue((status, type, body));
        return this;
    }

    public CannedService Answer(string body, string type = "application/json") => Answer(HttpStatusCode.OK, body, type);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add(($"{request.Method} {request.RequestUri!.PathAndQuery}", sent));
        var (status, type, body) = _answers.Dequeue();
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
    }
}
