using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

/// <summary>A server that goes away and comes back, under processes that stay.</summary>
public sealed class PostgresOutageTests(OwnServer own) : PostgresTest(new PostgresTestStore(own.Server)), IClassFixture<OwnServer>
{
    // Whatever the test has left, the next one finds a server that runs.
    public override async Task DisposeAsync()
    {
        await own.Server.StartAgainAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Write_WhileTheServerIsAway_WaitsForIt()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "before");
        await own.Server.KillAsync();
        var writes = Enumerable.Range(0, 20).Select(i => WriteAsync(database, $"key{i}")).ToList();
        await own.Server.StartAgainAsync();
        Assert.All(await Task.WhenAll(writes), write => Assert.True(write.Written));
        Assert.NotNull(await database.GrainStates.ReadAsync("kind", "before"));
    }

    [Fact]
    public async Task Read_WhileTheServerIsAway_SaysSoAndLaterSucceeds()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "key");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.GrainStates.ReadAsync("kind", "key")));
        await own.Server.StopAsync();
        var away = await Assert.ThrowsAsync<StoreException>(() => database.GrainStates.ReadAsync("kind", "key"));
        Assert.Equal(StoreFault.Unreachable, away.Fault);
        Assert.Contains($"127.0.0.1:{own.Server.Port}", away.Message, StringComparison.Ordinal);
        await own.Server.StartAgainAsync();
        Assert.NotNull(await database.GrainStates.ReadAsync("kind", "key"));
    }

    [Fact]
    public async Task Read_ServerRestartedBetweenTwoReads_NoticesNothing()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "key");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.GrainStates.ReadAsync("kind", "key")));
        await own.Server.StopAsync();
        await own.Server.StartAgainAsync();
        Assert.NotNull(await database.GrainStates.ReadAsync("kind", "key"));
    }

    [Fact]
    public async Task Write_ServerStaysAway_SaysSoAndTheNextDoesNotWaitAgain()
    {
        var options = Store.Options;
        options.BusyTimeout = TimeSpan.FromMilliseconds(300);
        var impatient = await Store.OpenAsync(options);
        await own.Server.StopAsync();
        for (var i = 0; i < 3; i++)
        {
            var away = await Assert.ThrowsAsync<StoreException>(
                () => impatient.GrainStates.WriteAsync("kind", "key", null, [1], null));
            Assert.Equal(StoreFault.Unreachable, away.Fault);
        }

        await own.Server.StartAgainAsync();
        Assert.True((await impatient.GrainStates.WriteAsync("kind", "key", null, [1], null)).Written);
    }

    [Fact]
    public async Task Wait_ServerAwayMeanwhile_SeesWhatIsPublishedAfterwards()
    {
        var database = await Store.OpenAsync();
        await database.Models.PublishAsync(Make.Draft("m", "a"));
        await database.Models.WaitForChangeAsync();
        await own.Server.KillAsync();
        await own.Server.StartAgainAsync();
        await database.Models.PublishAsync(Make.Draft("m", "b"));
        await database.Models.WaitForChangeAsync();
        Assert.Equal(["a", "b"], await database.Models.ExperimentsOfAsync(await database.Models.ReadAfterAsync(0, 10)));
        await database.Models.PublishAsync(Make.Draft("m", "c"));
        await database.Models.WaitForChangeAsync();
    }

    [Fact]
    public async Task Wait_WhileTheServerIsAway_SaysSo()
    {
        var database = await Store.OpenAsync();
        await database.Models.PublishAsync(Make.Draft("m", "a"));
        await database.Models.WaitForChangeAsync();
        await own.Server.StopAsync();

        // The first wait ends because the connection did: the caller is to look for itself.
        await database.Models.WaitForChangeAsync();
        var away = await Assert.ThrowsAsync<StoreException>(() => database.Models.WaitForChangeAsync());
        Assert.Equal(StoreFault.Unreachable, away.Fault);
    }

    [Fact]
    public async Task Write_ServerHalted_WaitsAndGoesOn()
    {
        var database = await Store.OpenAsync();
        await WriteAsync(database, "before");
        await own.Server.PauseAsync();
        var write = WriteAsync(database, "key");
        await own.Server.ResumeAsync();
        Assert.True((await write).Written);
    }

    [Fact]
    public async Task Kill_TheServerWhileProcessesWrite_EveryConfirmedWriteIsThere()
    {
        const int Callers = 16;
        const int Kills = 3;
        var database = await Store.OpenAsync();
        var random = new Random(20261122);
        using var a = new WorkerProcess(Store.ConnectionString, "a", Callers);
        using var b = new WorkerProcess(Store.ConnectionString, "b", Callers);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.WhenAll(a.ReadAsync(random.Next(1, 200)), b.ReadAsync(random.Next(1, 200)));
            await own.Server.KillAsync();
            await own.Server.StartAgainAsync();
        }

        // Both go on by themselves.
        await Task.WhenAll(a.ReadAsync(100), b.ReadAsync(100));
        await Task.WhenAll(a.KillAsync(), b.KillAsync());
        await Confirmed.AssertPresentAsync(database, a.Confirmed.Concat(b.Confirmed));
        var experiments = await database.Models.ExperimentsOfAsync(await database.Models.ReadAfterAsync(0, int.MaxValue));
        Assert.Equal(experiments.Count, experiments.Distinct().Count());
    }

    private static Task<StateWrite> WriteAsync(StoreDatabase database, string key) =>
        database.GrainStates.WriteAsync("kind", key, null, [1], null);
}
