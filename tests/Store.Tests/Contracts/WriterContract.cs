using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>Rules of the grouped writes, shown by holding the store until all writes of a test wait.</summary>
public abstract class WriterContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Write_WhileAnotherProgramHoldsTheStore_WaitsForIt()
    {
        var held = await Store.LockAsync();
        var write = One.GrainStates.WriteAsync("kind", "key", null, [1], null);
        Assert.Null(await Two.GrainStates.ReadAsync("kind", "key"));
        Assert.False(write.IsCompleted);
        await held.DisposeAsync();
        Assert.True((await write).Written);
    }

    [Fact]
    public async Task Write_HeldForLongerThanTheTimeout_IsBusyAndLaterSucceeds()
    {
        var impatient = await Store.OpenAsync(
            new StoreOptions { ConnectionString = Store.Options.ConnectionString, BusyTimeout = TimeSpan.FromMilliseconds(50) });
        await using (await Store.LockAsync())
        {
            var busy = await Assert.ThrowsAsync<StoreException>(() => impatient.GrainStates.WriteAsync("kind", "key", null, [1], null));
            Assert.Equal(StoreFault.Busy, busy.Fault);
            Assert.Contains("Store:BusyTimeout", busy.Message, StringComparison.Ordinal);
        }

        Assert.True((await impatient.GrainStates.WriteAsync("kind", "key", null, [1], null)).Written);
    }

    [Fact]
    public async Task Write_OneOfAGroupFails_ItsNeighboursDoNot()
    {
        await Make.AddAsync(One, Make.Entry("taken"));
        var held = await Store.LockAsync();
        var writes = Enumerable.Range(0, 50).Select(i => i % 10 == 5
            ? One.GrainStates.WriteAsync("other", "taken", null, [1], Make.Entry("taken"))
            : One.GrainStates.WriteAsync("kind", $"key{i}", null, [1], null)).ToList();
        await held.DisposeAsync();
        for (var i = 0; i < writes.Count; i++)
        {
            var fault = (await Record.ExceptionAsync(() => writes[i]) as StoreException)?.Fault;
            Assert.Equal(i % 10 == 5 ? StoreFault.Refused : null, fault);
            Assert.Equal(i % 10 != 5, await Two.GrainStates.ReadAsync("kind", $"key{i}") is not null);
        }
    }

    [Fact]
    public async Task Write_GuardedWritesOfOneGroup_SeeEachOther()
    {
        var held = await Store.LockAsync();
        var writes = Enumerable.Range(0, 20).Select(i => One.GrainStates.WriteAsync("kind", "key", null, [(byte)i], null)).ToList();
        await held.DisposeAsync();
        var results = await Task.WhenAll(writes);
        Assert.Single(results, result => result.Written);
        Assert.Single(results.Select(result => result.ETag).Distinct());
    }

    [Fact]
    public async Task Write_Cancelled_StopsWaiting()
    {
        using var source = new CancellationTokenSource();
        await using var held = await Store.LockAsync();
        var write = One.GrainStates.WriteAsync("kind", "key", null, [1], null, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_PutsThemAllOnDisk()
    {
        var held = await Store.LockAsync();
        var writes = Enumerable.Range(0, 3000).Select(i => One.GrainStates.WriteAsync("kind", $"key{i}", null, [1], null)).ToList();
        var closing = One.DisposeAsync();
        Assert.False(closing.IsCompleted);
        await held.DisposeAsync();
        await closing;
        Assert.All(await Task.WhenAll(writes), write => Assert.True(write.Written));
        for (var i = 0; i < writes.Count; i += 97)
        {
            Assert.NotNull(await Two.GrainStates.ReadAsync("kind", $"key{i}"));
        }
    }

    [Fact]
    public async Task Use_AfterDispose_IsRefused()
    {
        await One.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => One.GrainStates.WriteAsync("kind", "key", null, [1], null));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => One.GrainStates.ReadAsync("kind", "key"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => One.Models.WaitForChangeAsync());
    }

    [Fact]
    public async Task Dispose_WhileOneWaitsForAChange_EndsTheWait()
    {
        await One.Models.PublishAsync(Make.Draft("m", "a"));
        await One.Models.WaitForChangeAsync();
        var wait = One.Models.WaitForChangeAsync();
        await One.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Use_BeforeOpen_IsRefused()
    {
        await using var closed = new StoreDatabase(Store.Options, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await closed.GrainStates.ReadAsync("kind", "key"));
    }

    [Fact]
    public async Task Write_SmallQueueAndManyCallers_AllArrive()
    {
        var narrow = await Store.OpenAsync(new StoreOptions { ConnectionString = Store.Options.ConnectionString, QueueLimit = 2 });
        var writes = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(i => narrow.GrainStates.WriteAsync("kind", $"key{i}", null, [1], null)));
        Assert.All(writes, write => Assert.True(write.Written));
    }
}
