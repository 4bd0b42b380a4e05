using System.Buffers;
using System.Globalization;
using System.Text;
using Distributed.ServiceDefaults;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The least that a server can do: the same host and web server as the product's, which reads the body and sends back so many bytes of JSON
// as the address says. At the port Http2Port it does so as gRPC is spoken: over HTTP/2, with a trailer. The arguments are all the lengths
// that will be asked for.
var builder = WebApplication.CreateBuilder();
var http2Port = builder.Configuration.GetValue<int>("Http2Port");
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen =>
    listen.Protocols = listen.IPEndPoint?.Port == http2Port ? HttpProtocols.Http2 : HttpProtocols.Http1));
var app = builder.Build();

var answers = args.Prepend("2").Distinct().ToDictionary(
    length => $"/v2/models/floor/infer/{length}",
    length => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes('"' + new string('0', int.Parse(length, CultureInfo.InvariantCulture) - 2) + '"'));
answers.Add("/health", answers.First().Value);

app.Run(async context =>
{
    var body = await RequestBody.ReadAsync(context.Request, int.MaxValue, context.RequestAborted) ?? default;
    context.Request.BodyReader.AdvanceTo(body.End);
    var answer = answers[context.Request.Path.Value!];
    context.Response.ContentType = "application/json";
    if (context.Connection.LocalPort == http2Port)
    {
        // Not sent before the trailer is known, so that all goes in one piece.
        context.Response.BodyWriter.Write(answer.Span);
        context.Response.AppendTrailer("grpc-status", "0");
        return;
    }

    context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
});

app.Run();
