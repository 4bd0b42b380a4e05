using Distributed.Store;
using Distributed.TrainerGrain.Clustering;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Clustering;

/// <summary>What Orleans documents of <see cref="IMembershipTable"/>, over a store; each test has an empty one and two silos' handles on it.</summary>
public abstract class MembershipTableContract : IAsyncLifetime
{
    private readonly List<StoreDatabase> _handles = [];

    /// <summary>The table as one silo sees it.</summary>
    private IMembershipTable One { get; set; } = null!;

    /// <summary>The table as another silo sees it.</summary>
    private IMembershipTable Two { get; set; } = null!;

    public async Task InitializeAsync()
    {
        (One, Two) = (await OpenAsync(), await OpenAsync());
        await One.InitializeMembershipTableAsync(true);
        await Two.InitializeMembershipTableAsync(true);
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var handle in _handles)
        {
            await handle.DisposeAsync();
        }
    }

    [Fact]
    public async Task ReadAll_NewTable_IsEmptyAndVersioned()
    {
        var table = await One.ReadAllAsync();
        Assert.Empty(table.Members);
        Assert.Equal(0, table.Version.Version);
        Assert.NotEmpty(table.Version.VersionEtag);
    }

    [Fact]
    public async Task Insert_ThenReadAllAndReadRow_FromAnotherSilo_GiveEveryField()
    {
        var entry = Entries.Full();
        await InsertAsync(entry);
        var all = await Two.ReadAllAsync();
        var row = await Two.ReadRowAsync(entry.SiloAddress);
        Entries.AssertSame(entry, Assert.Single(all.Members).Item1);
        Entries.AssertSame(entry, Assert.Single(row.Members).Item1);
        Assert.Equal(all.Members[0].Item2, row.Members[0].Item2);
        Assert.Equal(1, all.Version.Version);
        Assert.Equal(all.Version, row.Version);
    }

    [Fact]
    public async Task Insert_WithoutVotesAndNames_ReadsBackWithoutThem()
    {
        var bare = new MembershipEntry { SiloAddress = Entries.Silo(1), Status = SiloStatus.Created };
        var unsuspected = Entries.New(2);
        unsuspected.SuspectTimes = [];
        await InsertAsync(bare, unsuspected);
        var table = await Two.ReadAllAsync();
        Entries.AssertSame(bare, table.TryGet(bare.SiloAddress)!.Item1);
        Entries.AssertSame(unsuspected, table.TryGet(unsuspected.SiloAddress)!.Item1);
    }

    [Fact]
    public async Task ReadRow_SiloThatIsNotThere_GivesTheVersionAlone()
    {
        await InsertAsync(Entries.New(1));
        var row = await One.ReadRowAsync(Entries.Silo(2));
        Assert.Empty(row.Members);
        Assert.Equal((await One.ReadAllAsync()).Version, row.Version);
    }

    [Fact]
    public async Task Insert_SiloThatIsThere_FailsAndChangesNothing()
    {
        await InsertAsync(Entries.New(1));
        var before = await One.ReadAllAsync();
        Assert.False(await Two.InsertRowAsync(Entries.New(1, SiloStatus.Dead), before.Version.Next()));
        Entries.AssertSame(before, await One.ReadAllAsync());
    }

    [Fact]
    public async Task Insert_OlderVersion_FailsAndChangesNothing()
    {
        var old = await Two.ReadAllAsync();
        await InsertAsync(Entries.New(1));
        var before = await One.ReadAllAsync();
        Assert.False(await Two.InsertRowAsync(Entries.New(2), old.Version.Next()));
        Entries.AssertSame(before, await One.ReadAllAsync());
    }

    [Fact]
    public async Task Insert_LaterIncarnationAtTheSameEndpoint_IsAnotherRow()
    {
        await InsertAsync(Entries.New(1, generation: 1), Entries.New(1, generation: 2));
        Assert.Equal(2, (await Two.ReadAllAsync()).Members.Count);
    }

    [Fact]
    public async Task Update_ReplacesTheWholeEntryAndMovesBothETags()
    {
        await InsertAsync(Entries.New(1));
        var before = await One.ReadAllAsync();
        var entry = Entries.Full();
        entry.SiloAddress = Entries.Silo(1);
        Assert.True(await Two.UpdateRowAsync(entry, before.Members[0].Item2, before.Version.Next()));
        var after = await One.ReadAllAsync();
        Entries.AssertSame(entry, after.Members[0].Item1);
        Assert.NotEqual(before.Members[0].Item2, after.Members[0].Item2);
        Assert.Equal(before.Version.Version + 1, after.Version.Version);
        Assert.NotEqual(before.Version.VersionEtag, after.Version.VersionEtag);
    }

    [Fact]
    public async Task Update_OlderETagOfTheRow_FailsAndChangesNothing()
    {
        await InsertAsync(Entries.New(1));
        var old = await One.ReadAllAsync();
        Assert.True(await One.UpdateRowAsync(Entries.New(1, SiloStatus.Active), old.Members[0].Item2, old.Version.Next()));
        var before = await One.ReadAllAsync();
        Assert.False(await Two.UpdateRowAsync(Entries.New(1, SiloStatus.Dead), old.Members[0].Item2, before.Version.Next()));
        Entries.AssertSame(before, await One.ReadAllAsync());
    }

    [Fact]
    public async Task Update_OlderVersion_FailsAndChangesNothing()
    {
        await InsertAsync(Entries.New(1));
        var old = await One.ReadAllAsync();
        await InsertAsync(Entries.New(2));
        var before = await One.ReadAllAsync();
        Assert.False(await Two.UpdateRowAsync(Entries.New(1, SiloStatus.Dead), old.Members[0].Item2, old.Version.Next()));
        Entries.AssertSame(before, await One.ReadAllAsync());
    }

    [Fact]
    public async Task Update_SiloThatIsNotThere_FailsAndChangesNothing()
    {
        await InsertAsync(Entries.New(1));
        var before = await One.ReadAllAsync();
        Assert.False(await One.UpdateRowAsync(Entries.New(2), before.Members[0].Item2, before.Version.Next()));
        Entries.AssertSame(before, await One.ReadAllAsync());
    }

    [Fact]
    public async Task UpdateIAmAlive_OfAnEntryThatHoldsNothingElse_SetsTheTimeAlone()
    {
        var entry = Entries.Full();
        await InsertAsync(entry, Entries.New(2));
        var before = await One.ReadAllAsync();
        var now = Entries.Noon.AddHours(3).AddTicks(7);
        await Two.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = now });
        var after = await One.ReadAllAsync();
        before.TryGet(entry.SiloAddress)!.Item1.IAmAliveTime = now;
        Entries.AssertSame(before, after);
    }

    [Fact]
    public async Task UpdateIAmAlive_DoesNotStandInTheWayOfAVote()
    {
        await InsertAsync(Entries.New(1));
        var before = await One.ReadAllAsync();
        await Two.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Entries.Silo(1), IAmAliveTime = Entries.Noon.AddHours(3) });
        var (entry, etag) = before.Members[0];
        Entries.Suspect(entry, voter: 2);
        Assert.True(await One.UpdateRowAsync(entry, etag, before.Version.Next()));
        Entries.AssertSame(entry, (await Two.ReadAllAsync()).Members[0].Item1);
    }

    [Fact]
    public async Task UpdateIAmAlive_SiloThatIsNotThere_IsNoError()
    {
        await One.UpdateIAmAliveAsync(Entries.New(1));
        Assert.Empty((await One.ReadAllAsync()).Members);
    }

    [Theory]
    [MemberData(nameof(AllStatuses))]
    public async Task CleanupDefunct_OldEntry_GoesUnlessItIsActive(SiloStatus status)
    {
        await InsertAsync(Entries.New(1, status), Entries.New(2, status));
        await One.UpdateIAmAliveAsync(new MembershipEntry { SiloAddress = Entries.Silo(2), IAmAliveTime = Entries.Noon.AddDays(5) });
        var before = await One.ReadAllAsync();
        await Two.CleanupDefunctSiloEntriesAsync(Entries.Noon.AddDays(1));
        var after = await One.ReadAllAsync();
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(status is SiloStatus.Active, after.TryGet(Entries.Silo(1)) is not null);
        Assert.NotNull(after.TryGet(Entries.Silo(2)));
    }

    [Fact]
    public async Task Delete_TakesTheClusterAndNoOther()
    {
        IMembershipTable other = new StoreMembershipTable(_handles[0].Membership, Options.Create(new ClusterOptions { ClusterId = "other" }));
        await other.InitializeMembershipTableAsync(true);
        await InsertAsync(Entries.New(1));
        Assert.True(await other.InsertRowAsync(Entries.New(1), (await other.ReadAllAsync()).Version.Next()));
        await other.DeleteMembershipTableEntriesAsync("other");
        Assert.Empty((await other.ReadAllAsync()).Members);
        Assert.Single((await One.ReadAllAsync()).Members);
    }

    [Fact]
    public async Task TwoSilos_VotingByTheSameView_OneWinsAndTheOtherSeesItsVote()
    {
        await InsertAsync(Entries.New(1, SiloStatus.Active));
        for (var round = 0; round < 10; round++)
        {
            var (first, second) = (await One.ReadAllAsync(), await Two.ReadAllAsync());
            var votes = await Task.WhenAll(Task.Run(() => VoteAsync(One, first, voter: 2)), Task.Run(() => VoteAsync(Two, second, voter: 3)));
            Assert.Single(votes, won => won);
        }

        Assert.Equal(10, (await One.ReadAllAsync()).Members[0].Item1.SuspectTimes!.Count);
    }

    [Fact]
    public async Task ManySilos_JoiningAtOnce_AllGetInAndEachMovesTheVersion()
    {
        const int Silos = 16;
        await Task.WhenAll(Enumerable.Range(1, Silos).Select(silo => Task.Run(async () =>
        {
            var table = silo % 2 == 0 ? One : Two;
            while (!await table.InsertRowAsync(Entries.New(silo), (await table.ReadAllAsync()).Version.Next()))
            {
            }
        })));
        var all = await One.ReadAllAsync();
        Assert.Equal(Silos, all.Members.Count);
        Assert.Equal(Silos, all.Version.Version);
    }

    public static TheoryData<SiloStatus> AllStatuses() => [.. Enum.GetValues<SiloStatus>()];

    [Fact]
    public async Task AnySequenceOfCalls_AgreesWithTheModel() =>
        await MembershipModel.CheckAsync(async () =>
        {
            await One.DeleteMembershipTableEntriesAsync("cluster");
            await One.InitializeMembershipTableAsync(true);
            return (One, Two);
        });

    /// <summary>Opens the store of this test once more, as another process would.</summary>
    protected abstract Task<StoreDatabase> OpenStoreAsync();

    private static Task<bool> VoteAsync(IMembershipTable table, MembershipTableData view, int voter)
    {
        var (entry, etag) = view.Members[0];
        Entries.Suspect(entry, voter);
        return table.UpdateRowAsync(entry, etag, view.Version.Next());
    }

    private async Task InsertAsync(params MembershipEntry[] entries)
    {
        foreach (var entry in entries)
        {
            Assert.True(await One.InsertRowAsync(entry, (await One.ReadAllAsync()).Version.Next()));
        }
    }

    private async Task<IMembershipTable> OpenAsync()
    {
        var store = await OpenStoreAsync();
        _handles.Add(store);
        return new StoreMembershipTable(store.Membership, Options.Create(new ClusterOptions { ClusterId = "cluster" }));
    }
}
