namespace Distributed.Store.Tests.Support;

/// <summary>A new, empty store for one test, whatever the database behind it.</summary>
public abstract class TestStore : IAsyncDisposable
{
    private readonly List<StoreDatabase> _handles = [];

    /// <summary>Settings that open the store.</summary>
    public abstract StoreOptions Options { get; }

    /// <summary>Waits until the database can be used; called before anything else.</summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Opens the store once more, as another process would.</summary>
    public async Task<StoreDatabase> OpenAsync(StoreOptions? options = null)
    {
        var database = new StoreDatabase(options ?? Options, TimeProvider.System);
        _handles.Add(database);
        await database.OpenAsync();
        return database;
    }

    /// <summary>Creates the store as an earlier version of the program did; nobody has opened it yet.</summary>
    public abstract Task CreateAsync(int version);

    /// <summary>The version that the store has.</summary>
    public abstract Task<long> VersionAsync();

    /// <summary>Bytes as SQL writes them.</summary>
    public abstract string BlobOf(string text);

    /// <summary>Keeps every writer waiting, as another program would, until the result is disposed.</summary>
    public abstract Task<IAsyncDisposable> LockAsync();

    /// <summary>Changes the store behind its back.</summary>
    public abstract Task TamperAsync(string sql);

    /// <summary>Reads one value behind the store's back.</summary>
    public abstract Task<T> AskAsync<T>(string sql);

    public async ValueTask DisposeAsync()
    {
        foreach (var handle in _handles)
        {
            await handle.DisposeAsync();
        }

        await DeleteAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task DeleteAsync();
}
