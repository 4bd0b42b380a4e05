using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class MembershipContract(TestStore store) : StoreContract(store)
{
    private const string Cluster = "cluster";

    [Fact]
    public async Task Read_NoTable_IsVersionZeroThatNothingCanFollow()
    {
        var table = await One.Membership.ReadAsync(Cluster);
        Assert.Equal(0, table.Version.Number);
        Assert.Empty(table.Members);
        Assert.False(await One.Membership.InsertAsync(Cluster, Silo("a"), Next(table)));
    }

    [Fact]
    public async Task Create_Again_ChangesNothing()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var before = await One.Membership.ReadAsync(Cluster);
        await Two.Membership.CreateAsync(Cluster);
        AssertSame(before, await Two.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Insert_ThenRead_FromAnotherHandle_GivesEveryColumn()
    {
        await One.Membership.CreateAsync(Cluster);
        var member = new Member("10.0.0.1:11111@7", "Joining", Make.Noon, Make.Noon.AddTicks(1), """{"name":"ä \" '"}""");
        var empty = await One.Membership.ReadAsync(Cluster);
        Assert.True(await One.Membership.InsertAsync(Cluster, member, Next(empty)));
        var read = await Two.Membership.ReadAsync(Cluster);
        Assert.Equal(member, Assert.Single(read.Members).Member);
        Assert.Equal(empty.Version.Number + 1, read.Version.Number);
        Assert.NotEqual(empty.Version.ETag, read.Version.ETag);
    }

    [Fact]
    public async Task Read_OneSilo_GivesItsRowAndTheTablesVersion()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"), Silo("b"));
        var all = await Two.Membership.ReadAsync(Cluster);
        var one = await Two.Membership.ReadAsync(Cluster, "b");
        Assert.Equal(all.Version, one.Version);
        Assert.Equal(all.Members[1], Assert.Single(one.Members));
    }

    [Fact]
    public async Task Read_SiloThatIsNotThere_GivesTheVersionAlone()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var read = await One.Membership.ReadAsync(Cluster, "b");
        Assert.Equal(1, read.Version.Number);
        Assert.Empty(read.Members);
    }

    [Fact]
    public async Task Insert_SiloThatIsThere_ChangesNothing()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var before = await One.Membership.ReadAsync(Cluster);
        Assert.False(await Two.Membership.InsertAsync(Cluster, Silo("a", "Dead"), Next(before)));
        AssertSame(before, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Insert_VersionOfAnOlderView_ChangesNothing()
    {
        await One.Membership.CreateAsync(Cluster);
        var old = await One.Membership.ReadAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var before = await One.Membership.ReadAsync(Cluster);
        Assert.False(await Two.Membership.InsertAsync(Cluster, Silo("b"), Next(old)));
        AssertSame(before, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Update_ReplacesTheRowAndMovesBothETags()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"), Silo("b"));
        var before = await One.Membership.ReadAsync(Cluster);
        var changed = new Member("a", "Dead", Make.Noon.AddDays(1), Make.Noon.AddDays(2), """{"suspects":1}""");
        Assert.True(await Two.Membership.UpdateAsync(Cluster, changed, before.Members[0].ETag, Next(before)));
        var after = await One.Membership.ReadAsync(Cluster);
        Assert.Equal(changed, after.Members[0].Member);
        Assert.NotEqual(before.Members[0].ETag, after.Members[0].ETag);
        Assert.NotEqual(before.Version.ETag, after.Version.ETag);
        Assert.Equal(before.Version.Number + 1, after.Version.Number);
        Assert.Equal(before.Members[1], after.Members[1]);
    }

    [Fact]
    public async Task Update_RowsETagOfAnOlderView_ChangesNothing()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var old = await One.Membership.ReadAsync(Cluster);
        Assert.True(await One.Membership.UpdateAsync(Cluster, Silo("a", "Active"), old.Members[0].ETag, Next(old)));
        var before = await One.Membership.ReadAsync(Cluster);
        Assert.False(await Two.Membership.UpdateAsync(Cluster, Silo("a", "Dead"), old.Members[0].ETag, Next(before)));
        AssertSame(before, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Update_TablesETagOfAnOlderView_ChangesNothing()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var old = await One.Membership.ReadAsync(Cluster);
        await InsertAsync(One, Silo("b"));
        var before = await One.Membership.ReadAsync(Cluster);
        Assert.False(await Two.Membership.UpdateAsync(Cluster, Silo("a", "Dead"), old.Members[0].ETag, Next(old)));
        AssertSame(before, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Update_SiloThatIsNotThere_ChangesNothing()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        var before = await One.Membership.ReadAsync(Cluster);
        Assert.False(await One.Membership.UpdateAsync(Cluster, Silo("b"), before.Members[0].ETag, Next(before)));
        AssertSame(before, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Touch_SetsTheSignOfLifeAndNothingElse()
    {
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"), Silo("b"));
        var before = await One.Membership.ReadAsync(Cluster);
        await Two.Membership.TouchAsync(Cluster, "a", Make.Noon.AddHours(1));
        var after = await One.Membership.ReadAsync(Cluster);
        var touched = before.Members[0] with { Member = before.Members[0].Member with { AliveAt = Make.Noon.AddHours(1) } };
        Assert.Equal(before.Version, after.Version);
        Assert.Equal([touched, before.Members[1]], after.Members);
    }

    [Fact]
    public async Task Touch_SiloThatIsNotThere_IsNoError()
    {
        await One.Membership.CreateAsync(Cluster);
        await One.Membership.TouchAsync(Cluster, "a", Make.Noon);
        Assert.Empty((await One.Membership.ReadAsync(Cluster)).Members);
    }

    [Fact]
    public async Task DeleteDefunct_TakesOldRowsOfEveryOtherStatusAndLeavesTheVersion()
    {
        await One.Membership.CreateAsync(Cluster);
        var (old, cutoff) = (Make.Noon.AddDays(-10), Make.Noon.AddDays(-7));
        await InsertAsync(
            One,
            new Member("kept: active", "Active", old, old, "{}"),
            new Member("kept: alive", "Dead", old, cutoff, "{}"),
            new Member("kept: started", "Joining", cutoff, old, "{}"),
            new Member("x: dead", "Dead", old, cutoff.AddTicks(-1), "{}"),
            new Member("x: joining", "Joining", cutoff.AddTicks(-1), old, "{}"));
        var before = await One.Membership.ReadAsync(Cluster);
        Assert.Equal(2, await Two.Membership.DeleteDefunctAsync(Cluster, "Active", cutoff));
        AssertSame(before with { Members = [.. before.Members.Take(3)] }, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Delete_TakesTheTableAndItsRows_AndNoOldViewFitsTheNextOne()
    {
        await One.Membership.CreateAsync(Cluster);
        var old = await One.Membership.ReadAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        await Two.Membership.DeleteAsync(Cluster);
        await One.Membership.CreateAsync(Cluster);
        var anew = await One.Membership.ReadAsync(Cluster);
        Assert.Equal(0, anew.Version.Number);
        Assert.Empty(anew.Members);
        Assert.False(await One.Membership.InsertAsync(Cluster, Silo("a"), Next(old)));
    }

    [Fact]
    public async Task Clusters_DoNotTouchOneAnother()
    {
        await One.Membership.CreateAsync(Cluster);
        await One.Membership.CreateAsync("other");
        await InsertAsync(One, Silo("a"));
        var before = await One.Membership.ReadAsync(Cluster);
        await One.Membership.TouchAsync("other", "a", Make.Noon.AddHours(1));
        Assert.True(await One.Membership.InsertAsync("other", Silo("a"), Next(await One.Membership.ReadAsync("other"))));
        Assert.Equal(1, await One.Membership.DeleteDefunctAsync("other", "Active", Make.Noon.AddDays(1)));
        await One.Membership.DeleteAsync("other");
        AssertSame(before, await One.Membership.ReadAsync(Cluster));
    }

    [Fact]
    public async Task Change_TwoOfOneView_OneWins()
    {
        const int Rounds = 20;
        await One.Membership.CreateAsync(Cluster);
        await InsertAsync(One, Silo("a"));
        for (var round = 0; round < Rounds; round++)
        {
            var view = await One.Membership.ReadAsync(Cluster);
            var insert = One.Membership.InsertAsync(Cluster, Silo($"new {round}"), Next(view));
            var update = Two.Membership.UpdateAsync(Cluster, Silo("a", $"{round}"), view.Members[0].ETag, Next(view));
            Assert.NotEqual(await insert, await update);
        }

        Assert.Equal(1 + Rounds, (await One.Membership.ReadAsync(Cluster)).Version.Number);
    }

    [Fact]
    public async Task Change_ManyInOneGroupOfOneView_OneWins()
    {
        await One.Membership.CreateAsync(Cluster);
        var view = await One.Membership.ReadAsync(Cluster);
        var held = await Store.LockAsync();
        var inserts = Enumerable.Range(0, 10).Select(i => One.Membership.InsertAsync(Cluster, Silo($"{i}"), Next(view))).ToList();
        await held.DisposeAsync();
        Assert.Single(await Task.WhenAll(inserts), won => won);
        Assert.Single((await Two.Membership.ReadAsync(Cluster)).Members);
    }

    private static Member Silo(string address, string status = "Joining") => new(address, status, Make.Noon, Make.Noon, "{}");

    private static MembershipTableVersion Next(MembershipTable table) => table.Version with { Number = table.Version.Number + 1 };

    private static async Task InsertAsync(StoreDatabase database, params Member[] members)
    {
        foreach (var member in members)
        {
            Assert.True(await database.Membership.InsertAsync(Cluster, member, Next(await database.Membership.ReadAsync(Cluster))));
        }
    }

    private static void AssertSame(MembershipTable expected, MembershipTable actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Members, actual.Members);
    }
}
