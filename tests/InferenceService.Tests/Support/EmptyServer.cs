using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>What a request costs when nothing is done for it: the body is read, a fixed answer is sent.</summary>
internal sealed class EmptyServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmptyServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>One that answers JSON.</summary>
    public static Task<EmptyServer> StartAsync(byte[] answer) => StartAsync(HttpProtocols.Http1, async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    });

    /// <summary>One that answers calls over gRPC: a message and a status.</summary>
    public static Task<EmptyServer> StartGrpcAsync(byte[] answer) => StartAsync(HttpProtocols.Http2, async context =>
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.BodyWriter.WriteAsync(answer);
        context.Response.AppendTrailer("grpc-status", "0");
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<EmptyServer> StartAsync(HttpProtocols protocols, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        app.Run(async context =>
        {
            await SkipBodyAsync(context.Request);
            await answer(context);
        });
        await app.StartAsync();
        return new(app);
    }

    private static async Task SkipBodyAsync(HttpRequest request)
    {
        for (var isWhole = false; !isWhole;)
        {
            var read = await request.BodyReader.ReadAsync();
            isWhole = read.IsCompleted;
            request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }
}
