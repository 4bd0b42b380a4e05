using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class StartContract(TestStore store) : UnopenedStoreContract(store)
{
    private const int AtOnce = 8;

    [Fact]
    public async Task Open_NothingThere_CreatesAnEmptyStore()
    {
        var database = await Store.OpenAsync();
        Assert.Empty((await database.Catalog.ListAsync(new CatalogQuery())).Entries);
        Assert.Empty(await database.Models.ReadAfterAsync(0, 1));
    }

    [Fact]
    public async Task Open_Again_KeepsWhatIsThere()
    {
        var first = await Store.OpenAsync();
        await Make.AddAsync(first, Make.Entry("a"));
        await first.DisposeAsync();
        Assert.NotNull(await (await Store.OpenAsync()).Catalog.FindAsync("a"));
    }

    [Fact]
    public async Task Open_ManyAtOnceOnANewStore_AllSucceedAndShareIt()
    {
        await using var all = new Handles(AtOnce, Store.Options);
        await Task.WhenAll(all.Databases.Select(database => Task.Run(() => database.OpenAsync())));
        await Task.WhenAll(all.Databases.Select((database, i) => Make.AddAsync(database, Make.Entry($"e{i}"))));
        Assert.Equal(AtOnce, (await all.Databases[0].Catalog.ListAsync(new CatalogQuery())).Entries.Count);
    }

    [Fact]
    public async Task Open_ManyProcessesAtOnceOnANewStore_AllSucceed()
    {
        var connectionString = Store.Options.ConnectionString;
        var workers = Enumerable.Range(0, AtOnce).Select(i => new WorkerProcess(connectionString, $"w{i}", callers: 0)).ToList();
        await Task.WhenAll(workers.Select(worker => worker.WaitForSuccessAsync()));
        workers.ForEach(worker => worker.Dispose());
        await Make.AddAsync(await Store.OpenAsync(), Make.Entry("a"));
    }

    private sealed class Handles(int count, StoreOptions options) : IAsyncDisposable
    {
        public StoreDatabase[] Databases { get; } =
            [.. Enumerable.Range(0, count).Select(_ => new StoreDatabase(options, TimeProvider.System))];

        public async ValueTask DisposeAsync()
        {
            foreach (var database in Databases)
            {
                await database.DisposeAsync();
            }
        }
    }
}
