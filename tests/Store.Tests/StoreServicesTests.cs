using Distributed.Store.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Distributed.Store.Tests;

public sealed class StoreServicesTests() : SqliteTest(new SqliteTestStore())
{
    [Fact]
    public async Task Start_OpensTheStoreBeforeOtherServicesStart_AndStopClosesIt()
    {
        var builder = BuilderWith(("ConnectionStrings:store", Store.Options.ConnectionString), ("Store:BusyTimeout", "00:00:07"));
        builder.Services.AddHostedService<WritesAtStart>();
        builder.Services.AddStore(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync();
        Assert.NotNull(await host.Services.GetRequiredService<IGrainStateStore>().ReadAsync("kind", "start"));
        Assert.Equal(TimeSpan.FromSeconds(7), host.Services.GetRequiredService<IOptions<StoreOptions>>().Value.BusyTimeout);
        Assert.Same(host.Services.GetRequiredService<StoreDatabase>().Models, host.Services.GetRequiredService<IModelStore>());
        Assert.NotNull(host.Services.GetService<IExperimentCatalog>());
        Assert.NotNull(host.Services.GetService<ISweepCatalog>());
        Assert.NotNull(host.Services.GetService<IRungStore>());
        Assert.NotNull(host.Services.GetService<IRouteStore>());
        Assert.NotNull(host.Services.GetService<ITrainingJournal>());
        await host.StopAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => host.Services.GetRequiredService<IGrainStateStore>().ReadAsync("kind", "start"));
    }

    [Fact]
    public async Task Start_StoreThatIsNone_StopsTheHostWithOneSentence()
    {
        await File.WriteAllTextAsync(Store.File, "Dear diary");
        var builder = BuilderWith();
        builder.Services.AddStore(Store.Options.ConnectionString);
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<StoreException>(() => host.StartAsync());
        Assert.Equal(StoreFault.NotAStore, exception.Fault);
        Assert.Equal("Dear diary", await File.ReadAllTextAsync(Store.File));
    }

    [Theory]
    [InlineData("ConnectionStrings:store", null)]
    [InlineData("ConnectionStrings:store", "Data Source=:memory:")]
    [InlineData("ConnectionStrings:store", "Data Source=file:x.db?mode=memory")]
    [InlineData("ConnectionStrings:store", "Data Source=x.db;Mode=Memory")]
    [InlineData("ConnectionStrings:store", "Host=db")]
    [InlineData("ConnectionStrings:store", "Host=;Database=store")]
    [InlineData("ConnectionStrings:store", "Host=db;Database=store;Colour=red")]
    [InlineData("ConnectionStrings:store", "Host=db;Database=store;Port=many")]
    [InlineData("ConnectionStrings:store", "postgres://db/store")]
    [InlineData("ConnectionStrings:store", "Cache=Shared")]
    [InlineData("Store:BusyTimeout", "00:00:00")]
    [InlineData("Store:BusyTimeout", "00:10:01")]
    [InlineData("Store:PollInterval", "00:00:02")]
    [InlineData("Store:QueueLimit", "0")]
    public async Task Start_FaultySetting_NamesIt(string setting, string? value)
    {
        var builder = BuilderWith(("ConnectionStrings:store", Store.Options.ConnectionString), (setting, value));
        builder.Services.AddStore(builder.Configuration);
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Store.Snapshot());
    }

    [Fact]
    public async Task Start_SeveralFaultySettings_NamesAll()
    {
        var builder = BuilderWith(("Store:QueueLimit", "0"), ("Store:PollInterval", "00:00:00"));
        builder.Services.AddStore(builder.Configuration);
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(3, exception.Failures.Count());
    }

    [Fact]
    public async Task Health_WritesFail_IsDegradedWithTheReasonUntilOneSucceeds()
    {
        var builder = BuilderWith(("ConnectionStrings:store", Store.Options.ConnectionString), ("Store:BusyTimeout", "00:00:00.001"));
        builder.Services.AddLogging().AddStore(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync();
        var states = host.Services.GetRequiredService<IGrainStateStore>();
        var health = host.Services.GetRequiredService<HealthCheckService>();

        var held = await Store.LockAsync();
        var busy = await Assert.ThrowsAsync<StoreException>(() => states.WriteAsync("kind", "key", null, [1], null));
        var locked = await health.CheckHealthAsync();
        await held.DisposeAsync();
        await states.WriteAsync("kind", "key", null, [1], null);
        var free = await health.CheckHealthAsync();
        await host.StopAsync();

        Assert.Equal(HealthStatus.Degraded, locked.Status);
        Assert.Equal(busy.Message, Assert.Single(locked.Entries).Value.Description);
        Assert.Equal(HealthStatus.Healthy, free.Status);
    }

    private static HostApplicationBuilder BuilderWith(params (string Key, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        return builder;
    }

    private sealed class WritesAtStart(IGrainStateStore states) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            states.WriteAsync("kind", "start", null, [1], null, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
