using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>What a gRPC call costs when nothing is done for it: the message is read, a fixed answer and a status are sent.</summary>
internal sealed class EmptyGrpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmptyGrpcServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<EmptyGrpcServer> StartAsync(byte[] answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
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

        context.Response.ContentType = "application/grpc";
        await context.Response.BodyWriter.WriteAsync(answer);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
