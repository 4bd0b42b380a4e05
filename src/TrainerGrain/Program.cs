using Distributed.ServiceDefaults;
using Distributed.Store;
using Distributed.TrainerGrain;
using Distributed.TrainerGrain.Api;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.Services.AddStore(builder.Configuration);
builder.Services.AddTraining();
builder.Services.AddLiveness();
builder.UseOrleans();
builder.Services.AddRecovery();
builder.Services.AddExperimentsApi();

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapDefaultEndpoints();
app.MapOpenApi();
app.MapExperiments();

app.Run();
