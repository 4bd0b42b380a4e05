using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime;

[assembly: RegisterProvider(
    "Recording", "Clustering", "Silo", typeof(Distributed.Conformance.Orleans.ClusterMembershipTests.RecordingClusteringProvider))]

namespace Distributed.Conformance.Orleans;

/// <summary>What silos do with a membership table of the application's own.</summary>
public sealed class ClusterMembershipTests
{
    private static readonly Dictionary<string, RecordingMembershipTable> Tables = [];

    [Fact]
    public async Task StartAndStop_PassAllStatuses()
    {
        var table = new RecordingMembershipTable();
        SiloAddress silo;
        using (var host = await StartAsync(table))
        {
            silo = AddressOf(host);
            Assert.True(table.IsInitialized);
            Assert.Equal([SiloStatus.Joining, SiloStatus.Active], StatusesOf(table, silo));
            await host.StopAsync();
        }

        Assert.Equal([SiloStatus.Joining, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Dead], StatusesOf(table, silo));
    }

    [Fact]
    public async Task StoppedFromTwoSides_LeavesOnce()
    {
        var table = new RecordingMembershipTable();
        using var host = await StartAsync(table);
        var silo = AddressOf(host);

        await Task.WhenAll(host.StopAsync(), host.StopAsync());

        Assert.Single(StatusesOf(table, silo), SiloStatus.ShuttingDown);
        Assert.Single(StatusesOf(table, silo), SiloStatus.Dead);
    }

    [Fact]
    public async Task Entry_SaysWhoTheSiloIs()
    {
        var table = new RecordingMembershipTable();
        using var host = await StartAsync(table, name: "silo-one");
        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        var entry = table.Find(details.SiloAddress)!;
        Assert.Equal(("silo-one", details.DnsHostName, details.GatewayAddress.Endpoint.Port), (entry.SiloName, entry.HostName, entry.ProxyPort));
        Assert.InRange(entry.StartTime, DateTime.UtcNow - MultiSiloCluster.Patience, DateTime.UtcNow);
        await host.StopAsync();
    }

    [Fact]
    public async Task Conflicts_AreTriedAgain()
    {
        var table = new RecordingMembershipTable();
        table.ConflictNext(2);
        using var host = await StartAsync(table);
        Assert.Equal(SiloStatus.Active, table.Find(AddressOf(host))!.Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task SignsOfLife_AreWritten()
    {
        var table = new RecordingMembershipTable();
        using var host = await StartAsync(table, configure: o => o.IAmAliveTablePublishTimeout = TimeSpan.FromMilliseconds(100));
        var version = table.Version;
        await MultiSiloCluster.WaitUntilAsync(() => Task.FromResult(table.SignsOfLife >= 3));
        Assert.Equal(version, table.Version);
        await host.StopAsync();
    }

    [Fact]
    public async Task EarlierIncarnation_IsDeclaredDead()
    {
        var table = new RecordingMembershipTable();
        var port = FreePort.Find();
        var earlier = SiloAddress.New(IPAddress.Loopback, port, SiloAddress.AllocateNewGeneration() - 100);
        table.Put(new()
        {
            SiloAddress = earlier,
            Status = SiloStatus.Active,
            SiloName = "silo",
            HostName = "host",
            SuspectTimes = [],
            StartTime = DateTime.UtcNow,
            IAmAliveTime = DateTime.UtcNow,
        });
        using var host = await StartAsync(table, port: port);
        Assert.Equal(SiloStatus.Dead, table.Find(earlier)!.Status);
        Assert.Equal(SiloStatus.Active, table.Find(AddressOf(host))!.Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task SilentSilo_IsDeclaredDead()
    {
        var table = new RecordingMembershipTable();
        using var host = await StartAsync(table, configure: o => o.ProbeTimeout = TimeSpan.FromMilliseconds(500));
        var silent = SiloAddress.New(IPAddress.Loopback, FreePort.Find(), SiloAddress.AllocateNewGeneration());
        table.Put(new()
        {
            SiloAddress = silent,
            Status = SiloStatus.Active,
            SiloName = "silent",
            HostName = "host",
            SuspectTimes = [],
            StartTime = DateTime.UtcNow,
            IAmAliveTime = DateTime.UtcNow,
        });
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0).GetHosts();
        await MultiSiloCluster.WaitUntilAsync(() => Task.FromResult(table.Find(silent)!.Status is SiloStatus.Dead));
        Assert.Contains(table.Find(silent)!.SuspectTimes!, v => v.Item1.Equals(AddressOf(host)));
        await host.StopAsync();
    }

    [Fact]
    public async Task TwoSilos_OfOneTable_CallEachOther()
    {
        var table = new RecordingMembershipTable();
        using var first = await StartAsync(table);
        using var second = await StartAsync(table);
        var there = second.Services.GetRequiredService<IGrainFactory>().GetGrain<ILocatedGrain>("there");
        Assert.Equal(AddressOf(second), await there.Where());
        Assert.Equal(AddressOf(second), await first.Services.GetRequiredService<IGrainFactory>().GetGrain<ILocatedGrain>("there").Where());
        await second.StopAsync();
        await first.StopAsync();
        Assert.Equal(SiloStatus.Dead, table.Find(AddressOf(second))!.Status);
    }

    [Fact]
    public async Task SiloOfAnotherCluster_CannotJoin()
    {
        var table = new RecordingMembershipTable();
        using var host = await StartAsync(table, configure: o => o.ProbeTimeout = TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(silo =>
        {
            Configure(silo, table, FreePort.Find());
            silo.Configure<ClusterOptions>(o => o.ClusterId = "another");
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = TimeSpan.FromSeconds(1);
                o.MaxJoinAttemptTime = TimeSpan.FromSeconds(3);
            });
        }));
        Assert.Equal(SiloStatus.Active, table.Find(AddressOf(host))!.Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task BytesOfAStranger_DoNoHarm()
    {
        var table = new RecordingMembershipTable();
        using var host = await StartAsync(table);
        var random = new Random(5);
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(1, 500)];
            random.NextBytes(bytes);
            using var stranger = new System.Net.Sockets.TcpClient();
            await stranger.ConnectAsync(AddressOf(host).Endpoint);
            await stranger.GetStream().WriteAsync(bytes);
        }

        Assert.Equal(1, await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ILocatedGrain>("here").EchoAny(1));
        using var second = await StartAsync(table);
        Assert.Equal(2, await second.Services.GetRequiredService<IGrainFactory>().GetGrain<ILocatedGrain>("here").EchoAny(2));
        await second.StopAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Clustering_IsChosenBySettings()
    {
        var table = new RecordingMembershipTable();
        var name = Guid.NewGuid().ToString("N");
        Tables[name] = table;
        var port = FreePort.Find();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Orleans:Clustering:ProviderType"] = "Recording",
            ["Orleans:Clustering:Table"] = name,
            ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1",
            ["Orleans:Endpoints:SiloPort"] = $"{port}",
            ["Orleans:Endpoints:GatewayPort"] = $"{FreePort.Find()}",
        });
        builder.UseOrleans();
        builder.Services.AddSingleton<Gates>();
        using var host = builder.Build();
        await host.StartAsync();
        Assert.Equal(SiloStatus.Active, table.Find(AddressOf(host))!.Status);
        await host.StopAsync();
    }

    private static Task<IHost> StartAsync(
        RecordingMembershipTable table, int port = 0, string name = "silo", Action<ClusterMembershipOptions>? configure = null) =>
        StartAsync(silo =>
        {
            Configure(silo, table, port == 0 ? FreePort.Find() : port);
            silo.Configure<SiloOptions>(o => o.SiloName = name);
            silo.Configure<ClusterMembershipOptions>(o => configure?.Invoke(o));
        });

    private static void Configure(ISiloBuilder silo, RecordingMembershipTable table, int port)
    {
        silo.ConfigureEndpoints(IPAddress.Loopback, port, FreePort.Find());
        silo.Services.AddSingleton<IMembershipTable>(table);
    }

    private static async Task<IHost> StartAsync(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.UseOrleans(silo =>
        {
            silo.Services.AddSingleton<Gates>();
            configure(silo);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            // Left alone, it would go on looking at the table, find there that it is dead, and end the process.
            host.Dispose();
            throw;
        }
    }

    private static SiloAddress AddressOf(IHost host) => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private static IEnumerable<SiloStatus> StatusesOf(RecordingMembershipTable table, SiloAddress silo) =>
        table.History.Where(h => h.Silo.Equals(silo)).Select(h => h.Status);

    public sealed class RecordingClusteringProvider : IProviderBuilder<ISiloBuilder>
    {
        public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
            builder.Services.AddSingleton<IMembershipTable>(Tables[configurationSection["Table"]!]);
    }
}
