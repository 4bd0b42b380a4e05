using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

/// <summary>A server that goes away and comes back, under processes that stay.</summary>
public sealed class PostgresOutageTests() : PostgresTest(new PostgresTestStore(ownServer: true))
{
    [Fact]
    public async Task Write_WhileTheServerIsAway_WaitsForIt()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "before");
        await Store.Server.KillAsync();
        var writes = Enumerable.Range(0, 20).Select(i => WriteAsync(database, $"key{i}")).ToList();
        await Store.Server.StartAgainAsync();
        Assert.All(await Task.WhenAll(writes), write => Assert.True(write.Written));
        Assert.NotNull(await database.GrainStates.ReadAsync("kind", "before"));
    }

    [Fact]
    public async Task Read_WhileTheServerIsAway_SaysSoAndLaterSucceeds()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "key");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.GrainStates.ReadAsync("kind", "key")));
        await Store.Server.StopAsync();
        var away = await Assert.ThrowsAsync<StoreException>(() => database.GrainStates.ReadAsync("kind", "key"));
        Assert.Equal(StoreFault.Unreachable, away.Fault);
        Assert.Contains($"127.0.0.1:{Store.Server.Port}", away.Message, StringComparison.Ordinal);
        await Store.Server.StartAgainAsync();
        Assert.NotNull(await database.GrainStates.ReadAsync("kind", "key"));
    }

    [Fact]
    public async Task Read_ServerRestartedBetweenTwoReads_NoticesNothing()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "key");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.GrainStates.ReadAsync("kind", "key")));
        await Store.Server.StopAsync();
        await Store.Server.StartAgainAsync();
        Assert.NotNull(await database.GrainStates.ReadAsync("kind", "key"));
    }

    [Fact]
    public async Task Write_ServerStaysAway_SaysSoAndTheNextDoesNotWaitAgain()
    {
        var database = await Store.OpenAsync();
        var options = Store.Options;
        options.BusyTimeout = TimeSpan.FromMilliseconds(300);
        var impatient = await Store.OpenAsync(options);
        await Store.Server.StopAsync();
        for (var i = 0; i < 3; i++)
        {
            var away = await Assert.ThrowsAsync<StoreException>(
                () => impatient.GrainStates.WriteAsync("kind", "key", null, [1], null));
            Assert.Equal(StoreFault.Unreachable, away.Fault);
        }

        await Store.Server.StartAgainAsync();
        Assert.True((await impatient.GrainStates.WriteAsync("kind", "key", null, [1], null)).Written);
    }

    [Fact]
    public async Task Wait_ServerAwayMeanwhile_SeesWhatIsPublishedAfterwards()
    {
        var database = await Store.OpenAsync();
        await database.Models.PublishAsync(Make.Draft("m", "a"));
        await database.Models.WaitForChangeAsync();
        await Store.Server.KillAsync();
        await Store.Server.StartAgainAsync();
        await database.Models.PublishAsync(Make.Draft("m", "b"));
        await database.Models.WaitForChangeAsync();
        Assert.Equal(["a", "b"], (await database.Models.ReadAfterAsync(0, 10)).Select(version => version.Manifest.Experiment));
        await database.Models.PublishAsync(Make.Draft("m", "c"));
        await database.Models.WaitForChangeAsync();
    }

    [Fact]
    public async Task Wait_WhileTheServerIsAway_SaysSo()
    {
        var database = await Store.OpenAsync();
        await database.Models.PublishAsync(Make.Draft("m", "a"));
        await database.Models.WaitForChangeAsync();
        await Store.Server.StopAsync();

        // The first wait ends because the connection did: the caller is to look for itself.
        await database.Models.WaitForChangeAsync();
        var away = await Assert.ThrowsAsync<StoreException>(() => database.Models.WaitForChangeAsync());
        Assert.Equal(StoreFault.Unreachable, away.Fault);
        await Store.Server.StartAgainAsync();
    }

    [Fact]
    public async Task Write_ServerHalted_WaitsAndGoesOn()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "before");
        await Store.Server.PauseAsync();
        var write = WriteAsync(database, "key");
        await Store.Server.ResumeAsync();
        Assert.True((await write).Written);
    }

    [Fact]
    public async Task Kill_TheServerWhileProcessesWrite_EveryConfirmedWriteIsThere()
    {
        const int Callers = 16;
        var database = await Store.OpenAsync();
        const int Kills = 3;
        var random = new Random(20261122);
        using var a = new WorkerProcess(Store.ConnectionString, "a", Callers);
        using var b = new WorkerProcess(Store.ConnectionString, "b", Callers);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.WhenAll(a.ReadAsync(random.Next(1, 200)), b.ReadAsync(random.Next(1, 200)));
            await Store.Server.KillAsync();
            await Store.Server.StartAgainAsync();
        }

        // Both go on by themselves.
        await Task.WhenAll(a.ReadAsync(100), b.ReadAsync(100));
        await Task.WhenAll(a.KillAsync(), b.KillAsync());
        await Confirmed.AssertPresentAsync(database, a.Confirmed.Concat(b.Confirmed));
        var versions = await database.Models.ReadAfterAsync(0, int.MaxValue);
        Assert.Equal(versions.Count, versions.DistinctBy(version => version.Manifest.Experiment).Count());
    }

    private static Task<StateWrite> WriteAsync(StoreDatabase database, string key) =>
        database.GrainStates.WriteAsync("kind", key, null, [1], null);
}
