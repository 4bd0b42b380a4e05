using Microsoft.Extensions.Hosting;

// An application host as a test meets it: a program of its own.
var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });

builder.AddProject<Projects.Conformance_Aspire_Worker>("worker", launchProfileName: null)
    .WithHttpEndpoint()
    .WithHttpHealthCheck("/health")
    .WithEnvironment("GREETING", builder.Configuration["greeting"] ?? "none");

var app = builder.Build();
await app.StartAsync();

var worker = await app.ResourceNotifications.WaitForResourceHealthyAsync("worker");
Console.WriteLine(worker.Snapshot.Urls.Single(url => url.Name == "http").Url);
await app.WaitForShutdownAsync();
