using Distributed.AppHost;

try
{
    var options = RunOptions.Parse(args);
    var builder = DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { Args = options.HostArguments, AllowUnsecuredTransport = true });
    builder.KeepConsoleQuiet();
    builder.EndAfterItsProcesses();
    var ports = Ports.Read(builder.Configuration);
    var data = DataDirectory.Choose(options, builder);
    builder.ServeDashboardAt(ports.Dashboard);

    var store = builder.AddConnectionString("store").WithOrleansProviderType("DistributedStore");
    var cluster = builder.AddOrleans("cluster")
        .WithClusterId("distributed").WithServiceId("distributed")
        .WithClustering(store).WithGrainStorage("experiments", store);

    var trainer = builder.AddProject<Projects.TrainerGrain>("trainer", launchProfileName: null)
        .WithReplicas(options.Trainers)
        .WithLoopbackHttpEndpoint(ports.Trainer)
        .WithHttpHealthCheck("/health")
        .WithReference(store).WithReference(cluster).WithSiloOnLoopback();

    // A prediction takes microseconds, so no proxy stands before the server. It waits for the trainer to prepare a new store.
    var inference = builder.AddProject<Projects.InferenceService>("inference", launchProfileName: null)
        .WithLoopbackHttpEndpoint(ports.Inference, isProxied: false)
        .WithLoopbackGrpcEndpoint(ports.InferenceGrpc)
        .WithHttpHealthCheck("/health")
        .WithReference(store).WaitFor(trainer, WaitBehavior.StopOnResourceUnavailable);

    ports.EnsureFree();
    return await new Session(builder.Build(), Addresses.Of(trainer, inference), options, data).RunAsync();
}
catch (RunFailure failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
