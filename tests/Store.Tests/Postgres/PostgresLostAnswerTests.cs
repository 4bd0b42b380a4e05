using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

/// <summary>The connection is lost in the middle of a commit: what callers are told is what happened.</summary>
public sealed class PostgresLostAnswerTests() : PostgresTest(new PostgresTestStore())
{
    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.BeforeTheAnswer)]
    public async Task Publish_IsDoneOnceAndSaysSo(Cut where)
    {
        await using var proxy = new CuttingProxy(Store.Port);
        var near = await Store.OpenAsync();
        var far = await OpenFarAsync(proxy, TimeSpan.FromSeconds(30));
        var cut = proxy.CutAtNextCommitAsync(where);
        var publish = far.Models.PublishAsync(Make.Draft("m", "a"));
        await cut;
        proxy.LetIn();
        Assert.Equal(1, (await publish).Version);
        Assert.Equal((await publish).Sequence, Assert.Single(await near.Models.ReadAfterAsync(0, 10)).Sequence);
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.BeforeTheAnswer)]
    public async Task Write_IsDoneAndTheETagIsTheRows(Cut where)
    {
        await using var proxy = new CuttingProxy(Store.Port);
        var near = await Store.OpenAsync();
        var far = await OpenFarAsync(proxy, TimeSpan.FromSeconds(30));
        var cut = proxy.CutAtNextCommitAsync(where);
        var write = far.GrainStates.WriteAsync("kind", "key", null, [1], null);
        await cut;
        proxy.LetIn();
        Assert.True((await write).Written);
        Assert.Equal((await write).ETag, (await near.GrainStates.ReadAsync("kind", "key"))!.ETag);
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit, false)]
    [InlineData(Cut.BeforeTheAnswer, true)]
    public async Task Write_AnotherChangesTheRowMeanwhile_IsReportedAsItWas(Cut where, bool written)
    {
        await using var proxy = new CuttingProxy(Store.Port);
        var near = await Store.OpenAsync();
        var far = await OpenFarAsync(proxy, TimeSpan.FromSeconds(30));
        var before = (await near.GrainStates.WriteAsync("kind", "key", null, [0], null)).ETag;
        var cut = proxy.CutAtNextCommitAsync(where);
        var write = far.GrainStates.WriteAsync("kind", "key", before, [1], null);
        await cut;
        var between = await near.GrainStates.ReadAsync("kind", "key");
        var other = await near.GrainStates.WriteAsync("kind", "key", between!.ETag, [2], null);
        proxy.LetIn();
        Assert.Equal(written, (await write).Written);
        Assert.True(other.Written);
        Assert.Equal(written ? [1] : [0], between.Data);
        Assert.Equal([2], (await near.GrainStates.ReadAsync("kind", "key"))!.Data);
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit)]
    [InlineData(Cut.BeforeTheAnswer)]
    public async Task Clear_IsReportedAsDone(Cut where)
    {
        await using var proxy = new CuttingProxy(Store.Port);
        var near = await Store.OpenAsync();
        var far = await OpenFarAsync(proxy, TimeSpan.FromSeconds(30));
        var etag = await Make.AddAsync(near, Make.Entry("a"));
        var cut = proxy.CutAtNextCommitAsync(where);
        var clear = far.GrainStates.ClearAsync(Make.Kind, "a", etag);
        await cut;
        proxy.LetIn();
        Assert.Equal(new StateWrite(true, null), await clear);
        Assert.Null(await near.GrainStates.ReadAsync(Make.Kind, "a"));
    }

    [Theory]
    [InlineData(Cut.BeforeTheCommit, false)]
    [InlineData(Cut.BeforeTheAnswer, true)]
    public async Task Write_StoreStaysAway_SaysThatNobodyKnows(Cut where, bool written)
    {
        await using var proxy = new CuttingProxy(Store.Port);
        var near = await Store.OpenAsync();
        var impatient = await OpenFarAsync(proxy, TimeSpan.FromMilliseconds(100), connectTimeout: 5);
        var cut = proxy.CutAtNextCommitAsync(where);
        var write = impatient.GrainStates.WriteAsync("kind", "key", null, [1], null);
        await cut;
        var unknown = await Assert.ThrowsAsync<StoreException>(() => write);
        Assert.Equal(StoreFault.Unknown, unknown.Fault);
        Assert.Contains("read before trying again", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(written, await near.GrainStates.ReadAsync("kind", "key") is not null);

        proxy.LetIn();
        Assert.True((await impatient.GrainStates.WriteAsync("kind", "next", null, [1], null)).Written);
    }

    /// <summary>A connect timeout, in seconds, that is short is for the one who waits for it; every other connection needs its time.</summary>
    private Task<StoreDatabase> OpenFarAsync(CuttingProxy proxy, TimeSpan patience, int connectTimeout = 30)
    {
        var options = Store.OptionsWith(builder => (builder.Port, builder.Timeout) = (proxy.Port, connectTimeout));
        options.BusyTimeout = patience;
        return Store.OpenAsync(options);
    }
}
