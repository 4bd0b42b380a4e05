using Distributed.Store.Tests.Contracts;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

public sealed class SqliteKillTests() : KillContract(new SqliteTestStore())
{
    protected override async Task AssertSoundAsync()
    {
        Assert.Equal("ok", await Store.AskAsync<string>("PRAGMA integrity_check"));
        Assert.Equal(0, await Store.AskAsync<long>("SELECT count(*) FROM pragma_foreign_key_check"));
        await base.AssertSoundAsync();
    }
}
