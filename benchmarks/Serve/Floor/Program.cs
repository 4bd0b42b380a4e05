using System.Globalization;
using Distributed.ServiceDefaults;

// The least that a server can do: the same host and server as the product's, which reads the body and sends back so many bytes of JSON as
// the address says. The arguments are all the lengths that will be asked for.
var builder = WebApplication.CreateBuilder();
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
var app = builder.Build();

var answers = args.Prepend("2").ToDictionary(
    length => $"/v2/models/floor/infer/{length}",
    length => (ReadOnlyMemory<byte>)$"\"{new string('0', int.Parse(length, CultureInfo.InvariantCulture) - 2)}\"".Select(c => (byte)c).ToArray());
answers.Add("/health", answers.First().Value);

app.Run(async context =>
{
    var body = await RequestBody.ReadAsync(context.Request, int.MaxValue, context.RequestAborted) ?? default;
    context.Request.BodyReader.AdvanceTo(body.End);
    var answer = answers[context.Request.Path.Value!];
    context.Response.ContentType = "application/json";
    context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted);
});

app.Run();
