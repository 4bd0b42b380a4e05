using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;

[assembly: RegisterProvider("Scripted", "GrainStorage", "Silo", typeof(Distributed.Conformance.Orleans.ScriptedStorageProvider))]

namespace Distributed.Conformance.Orleans;

public sealed class ScriptedStorageProvider : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection)
    {
        var message = configurationSection["Message"];
        builder.Services.AddGrainStorage(name!, (_, key) => new ScriptedStorage
        {
            OnWrite = _ => new IOException($"{key}: {message}"),
        });
    }
}

public sealed class HostingTests
{
    [Fact]
    public async Task Settings_StorageProviders_AreChosenByNameAndType()
    {
        await using var cluster = await DeployWithSettings(
            ("Orleans:GrainStorage:Default:ProviderType", "Scripted"),
            ("Orleans:GrainStorage:Default:Message", "from the settings"),
            ("Orleans:GrainStorage:named:ProviderType", "Memory"));
        var grain = cluster.Local.GetGrain<IStateGrain>("a");
        var exception = await Assert.ThrowsAsync<OrleansException>(() => grain.Save(1));
        Assert.Contains("Default: from the settings", exception.Message, StringComparison.Ordinal);
        await grain.Other("text");
        Assert.Equal("text", await grain.GetOther());
    }

    [Fact]
    public void Settings_UnknownProvider_IsNamed()
    {
        var builder = NewHost(("Orleans:GrainStorage:Default:ProviderType", "Nonsense"));
        var exception = Assert.Throws<InvalidOperationException>(() => builder.UseOrleans());
        Assert.Contains("GrainStorage", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Nonsense", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_OfTheSilo_BecomeOptions()
    {
        var builder = NewHost(
            ("Orleans:Name", "silo-one"),
            ("Orleans:ClusterId", "cluster-one"),
            ("Orleans:ServiceId", "service-one"),
            ("Orleans:Endpoints:AdvertisedIPAddress", "127.0.0.1"),
            ("Orleans:Endpoints:SiloPort", "12345"),
            ("Orleans:Endpoints:GatewayPort", "23456"),
            ("Orleans:Messaging:ResponseTimeout", "00:00:07"),
            ("Orleans:Clustering:ProviderType", "Development"));
        builder.UseOrleans();
        await using var services = builder.Services.BuildServiceProvider();
        Assert.Equal("silo-one", services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName);
        var cluster = services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        Assert.Equal(("cluster-one", "service-one"), (cluster.ClusterId, cluster.ServiceId));
        var endpoints = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal(("127.0.0.1", 12345, 23456), (endpoints.AdvertisedIPAddress!.ToString(), endpoints.SiloPort, endpoints.GatewayPort));
        Assert.Equal(TimeSpan.FromSeconds(7), services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout);
        Assert.Contains(builder.Services, d => d.ServiceType == typeof(IMembershipTable));
    }

    [Fact]
    public async Task Start_WithoutClustering_Fails()
    {
        var builder = NewHost();
        builder.UseOrleans();
        using var host = builder.Build();

        // Which exception says so, and in which words, differs from one Orleans version to the next.
        Assert.NotNull(await Record.ExceptionAsync(() => host.StartAsync()));
    }

    [Fact]
    public async Task Start_CollectionAgeNotLongerThanQuantum_Fails()
    {
        var builder = NewHost();
        builder.UseOrleans(silo => silo.UseLocalhostClustering()
            .Configure<GrainCollectionOptions>(o => o.CollectionAge = o.CollectionQuantum));
        using var host = builder.Build();
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync());
        Assert.Contains(nameof(GrainCollectionOptions.CollectionAge), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stages_RunUpwardsAtStartAndDownwardsAtStop()
    {
        var stages = new List<string>();
        await using var cluster = await TestCluster.DeployAsync(silo =>
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(new Recorder(stages)));
        Assert.Equal(["+6000", "+10000", "+20000"], stages);
        await cluster.Inner.StopAllSilosAsync();
        Assert.Equal(["+6000", "+10000", "+20000", "-20000", "-10000", "-6000"], stages);
    }

    [Fact]
    public async Task StartupTask_MayCallGrains()
    {
        string? answer = null;
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddStartupTask(async (services, _) =>
            answer = await services.GetRequiredService<IGrainFactory>().GetGrain<ICallGrain>("a").Ping()));
        Assert.Equal("pong", answer);
    }

    [Fact]
    public async Task StartupTask_Fails_HostDoesNotStart()
    {
        var exception = await Assert.ThrowsAsync<PlannedException>(() =>
            TestCluster.DeployAsync(silo => silo.AddStartupTask((_, _) => throw new PlannedException("no start today"))));
        Assert.Equal("no start today", exception.Message);
    }

    [Fact]
    public async Task Storage_ThatTakesPartInTheLifecycle_IsStarted()
    {
        var storage = new StartingStorage();
        await using var cluster = await TestCluster.DeployAsync(silo => silo.Services.AddGrainStorage("starting", (_, _) => storage));
        Assert.True(storage.IsStarted);
    }

    [Fact]
    public async Task LocalSiloDetails_NameTheSilo()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var details = cluster.SiloServices.GetRequiredService<ILocalSiloDetails>();
        Assert.Equal(cluster.Inner.Silos[0].SiloAddress, details.SiloAddress);
        Assert.Equal(cluster.Inner.Silos[0].Name, details.Name);
        Assert.Equal(cluster.Inner.Options.ClusterId, details.ClusterId);
    }

    private static Task<TestCluster> DeployWithSettings(params (string Key, string Value)[] settings) => TestCluster.DeployAsync(
        configureCluster: builder => builder.ConfigureSiloHost((_, host) => host.Configuration.AddInMemoryCollection(Pairs(settings))),
        withDefaultStorage: false);

    private static HostApplicationBuilder NewHost(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(Pairs(settings));
        return builder;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Pairs((string Key, string Value)[] settings) =>
        settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value));

    private sealed class Recorder(List<string> stages) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
            int[] order = [ServiceLifecycleStage.Active, ServiceLifecycleStage.RuntimeStorageServices, ServiceLifecycleStage.ApplicationServices];
            foreach (var stage in order)
            {
                lifecycle.Subscribe(nameof(Recorder), stage, _ => Add($"+{stage}"), _ => Add($"-{stage}"));
            }
        }

        private Task Add(string entry)
        {
            stages.Add(entry);
            return Task.CompletedTask;
        }
    }

    private sealed class StartingStorage : global::Orleans.Storage.IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
    {
        public bool IsStarted { get; private set; }

        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<StartingStorage>(
            ServiceLifecycleStage.ApplicationServices,
            _ =>
            {
                IsStarted = true;
                return Task.CompletedTask;
            });

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;
    }
}
