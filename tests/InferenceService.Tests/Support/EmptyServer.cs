using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>What a request costs when nothing is done for it: the body is read, a fixed answer is sent.</summary>
internal sealed class EmptyServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmptyServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<EmptyServer> StartAsync(byte[] answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, answer));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, byte[] answer)
    {
        for (var isWhole = false; !isWhole;)
        {
            var read = await context.Request.BodyReader.ReadAsync();
            isWhole = read.IsCompleted;
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }
}
