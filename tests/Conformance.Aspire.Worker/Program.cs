using System.Globalization;
using Distributed.Conformance.Aspire.Worker;
using Distributed.ServiceDefaults;

// A process that tells what it was started with.
if (args is ["exit", var code])
{
    return int.Parse(code, CultureInfo.InvariantCulture);
}

var builder = WebApplication.CreateBuilder();
builder.AddServiceDefaults();
builder.Services.AddSingleton<Gate>();
builder.Services.AddHealthChecks().AddCheck<Gate>("gate");

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
app.MapGet("/arguments", () => args);
app.MapGet("/process", () => Environment.ProcessId);
app.MapPost("/gate", (Gate gate) =>
{
    gate.Open();
    return Results.NoContent();
});
app.Run();
return 0;
