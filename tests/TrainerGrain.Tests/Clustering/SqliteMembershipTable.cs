using Distributed.Store;
using Distributed.TrainerGrain.Tests.Support;

namespace Distributed.TrainerGrain.Tests.Clustering;

public sealed class SqliteMembershipTable : MembershipTableContract, IDisposable
{
    private readonly StoreDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override async Task<StoreDatabase> OpenStoreAsync()
    {
        var store = new StoreDatabase(new StoreOptions { ConnectionString = _directory.ConnectionString }, TimeProvider.System);
        await store.OpenAsync();
        return store;
    }
}
