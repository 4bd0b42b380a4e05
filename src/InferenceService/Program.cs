using Distributed.InferenceService.Api;
using Distributed.InferenceService.Grpc;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.ServiceDefaults;
using Distributed.Store;

// The settings file lies beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.AddServiceDefaults();
builder.Services.AddStore(builder.Configuration);
builder.Services.AddServing();
builder.Services.AddProtocol();
builder.Services.AddGrpcProtocol();
builder.Services.AddApi();

var app = builder.Build();

app.UseExceptionBodies();
app.UseInference();
app.UseStatusBodies();
app.UseRouting();
app.MapDefaultEndpoints();
app.MapLanding();
app.MapProtocol();
app.MapModels();
app.MapOpenApi();

return await app.RunServiceAsync(exception => exception is StoreException);
