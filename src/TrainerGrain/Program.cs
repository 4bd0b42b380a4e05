using Distributed.ServiceDefaults;
using Distributed.Store;
using Distributed.TrainerGrain;
using Distributed.TrainerGrain.Api;
using Orleans.Runtime;

// The settings file lies beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.AddServiceDefaults();
builder.Services.AddStore(builder.Configuration);
builder.Services.AddTraining();
builder.Services.AddSweeps();
builder.Services.AddLiveness();
builder.UseOrleans();
builder.Services.AddRecovery();
builder.Services.AddTrainerApi();

var app = builder.Build();

app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapDefaultEndpoints();
app.MapOpenApi();
app.MapExperiments();
app.MapSweeps();

return await app.RunServiceAsync(exception => exception is StoreException or OrleansConfigurationException);
