using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class GrainStateContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Read_NothingWritten_IsNull() => Assert.Null(await One.GrainStates.ReadAsync("kind", "key"));

    [Fact]
    public async Task Write_ThenRead_FromAnotherHandle_GivesDataAndETag()
    {
        var data = new byte[] { 0, 1, 2, 255 };
        var written = await One.GrainStates.WriteAsync("kind", "key", null, data, null);
        var read = await Two.GrainStates.ReadAsync("kind", "key");
        Assert.True(written.Written);
        Assert.Equal(written.ETag, read!.ETag);
        Assert.Equal(data, read.Data);
    }

    [Fact]
    public async Task Write_EmptyData_IsKept()
    {
        await One.GrainStates.WriteAsync("kind", "key", null, [], null);
        Assert.Empty((await Two.GrainStates.ReadAsync("kind", "key"))!.Data);
    }

    [Fact]
    public async Task Write_Present_ChangesTheETag()
    {
        var first = await One.GrainStates.WriteAsync("kind", "key", null, [1], null);
        var second = await Two.GrainStates.WriteAsync("kind", "key", first.ETag, [2], null);
        Assert.True(second.Written);
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal([2], (await One.GrainStates.ReadAsync("kind", "key"))!.Data);
    }

    [Fact]
    public async Task Write_StaleETag_ChangesNothing()
    {
        var first = await Make.AddAsync(One, Make.Entry("key"));
        var second = await One.GrainStates.WriteAsync(Make.Kind, "key", first, [2], null);
        var stale = await Two.GrainStates.WriteAsync(Make.Kind, "key", first, [3], Make.Entry("key", ExperimentPhase.Failed));
        Assert.Equal(new StateWrite(false, second.ETag), stale);
        Assert.Equal([2], (await One.GrainStates.ReadAsync(Make.Kind, "key"))!.Data);
        Assert.Equal(ExperimentPhase.Queued, (await One.Catalog.FindAsync("key"))!.Phase);
    }

    [Fact]
    public async Task Write_NewOverPresent_ChangesNothing()
    {
        var first = await One.GrainStates.WriteAsync("kind", "key", null, [1], null);
        Assert.Equal(new StateWrite(false, first.ETag), await Two.GrainStates.WriteAsync("kind", "key", null, [2], null));
        Assert.Equal([1], (await One.GrainStates.ReadAsync("kind", "key"))!.Data);
    }

    [Fact]
    public async Task Write_ETagOfNothing_WritesNothing()
    {
        Assert.Equal(new StateWrite(false, null), await One.GrainStates.WriteAsync("kind", "key", "etag", [1], null));
        Assert.Null(await One.GrainStates.ReadAsync("kind", "key"));
    }

    [Fact]
    public async Task Write_SameKeyOfAnotherKind_IsAnotherRow()
    {
        await One.GrainStates.WriteAsync("kind", "key", null, [1], null);
        await One.GrainStates.WriteAsync("other", "key", null, [2], null);
        Assert.Equal([1], (await One.GrainStates.ReadAsync("kind", "key"))!.Data);
    }

    [Fact]
    public async Task Write_EntryOfAnotherName_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => One.GrainStates.WriteAsync("kind", "key", null, [1], Make.Entry("other")));

    [Fact]
    public async Task Clear_WithETag_TakesTheCatalogAndTheJournalAlong()
    {
        var etag = await Make.AddAsync(One, Make.Entry("key"));
        await One.Journal.SaveAsync(Make.Progress("key", etag, 0, 1f, 2f));
        Assert.Equal(new StateWrite(true, null), await Two.GrainStates.ClearAsync(Make.Kind, "key", etag));
        Assert.Null(await One.GrainStates.ReadAsync(Make.Kind, "key"));
        Assert.Null(await One.Catalog.FindAsync("key"));
        Assert.Null(await One.Journal.FindCheckpointAsync("key"));
        Assert.Empty(await One.Journal.ReadLossesAsync("key"));
    }

    [Fact]
    public async Task Clear_StaleETag_ChangesNothing()
    {
        var etag = await Make.AddAsync(One, Make.Entry("key"));
        Assert.Equal(new StateWrite(false, etag), await One.GrainStates.ClearAsync(Make.Kind, "key", "stale"));
        Assert.Equal(new StateWrite(false, etag), await One.GrainStates.ClearAsync(Make.Kind, "key", null));
        Assert.NotNull(await One.Catalog.FindAsync("key"));
    }

    [Fact]
    public async Task Clear_Nothing_SucceedsOnlyWithoutETag()
    {
        Assert.Equal(new StateWrite(true, null), await One.GrainStates.ClearAsync("kind", "key", null));
        Assert.Equal(new StateWrite(false, null), await One.GrainStates.ClearAsync("kind", "key", "etag"));
    }

    [Fact]
    public async Task Clear_ThenWrittenAnew_TheOldETagNeverFitsAgain()
    {
        var old = await Make.AddAsync(One, Make.Entry("key"));
        await One.GrainStates.ClearAsync(Make.Kind, "key", old);
        await Make.AddAsync(One, Make.Entry("key"));
        Assert.False((await One.GrainStates.WriteAsync(Make.Kind, "key", old, [9], null)).Written);
        Assert.False(await One.Journal.SaveAsync(Make.Progress("key", old, 0, 1f)));
    }

    [Fact]
    public async Task Clear_OtherKindOfTheSameKey_LeavesTheExperimentAlone()
    {
        await Make.AddAsync(One, Make.Entry("key"));
        var other = await One.GrainStates.WriteAsync("other", "key", null, [1], null);
        await One.GrainStates.ClearAsync("other", "key", other.ETag);
        Assert.NotNull(await One.Catalog.FindAsync("key"));
    }

    [Fact]
    public async Task Write_ManyOwnersOfOneRow_NoUpdateIsLost()
    {
        const int Owners = 8;
        const int Additions = 25;
        await One.GrainStates.WriteAsync("kind", "sum", null, BitConverter.GetBytes(0), null);
        await Task.WhenAll(Enumerable.Range(0, Owners).Select(owner => AddAsync(owner % 2 == 0 ? One : Two, Additions)));
        Assert.Equal(Owners * Additions, BitConverter.ToInt32((await One.GrainStates.ReadAsync("kind", "sum"))!.Data));
    }

    private static async Task AddAsync(StoreDatabase database, int additions)
    {
        for (var done = 0; done < additions;)
        {
            var read = (await database.GrainStates.ReadAsync("kind", "sum"))!;
            var next = BitConverter.GetBytes(BitConverter.ToInt32(read.Data) + 1);
            done += (await database.GrainStates.WriteAsync("kind", "sum", read.ETag, next, null)).Written ? 1 : 0;
        }
    }
}
