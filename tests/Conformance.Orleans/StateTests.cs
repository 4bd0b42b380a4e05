using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Distributed.Conformance.Orleans;

public sealed class StateTests
{
    private static Task<TestCluster> Deploy() => TestCluster.DeployAsync(silo => silo.AddMemoryGrainStorage("named"));

    [Fact]
    public async Task State_BeforeFirstWrite_IsEmptyAndHasNoETag()
    {
        await using var cluster = await Deploy();
        Assert.Equal((0, false, null), await cluster.Client.GetGrain<IStateGrain>("a").Read());
    }

    [Fact]
    public async Task Write_NewInstance_HasTheStateWhenActivated()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<IStateGrain>("a");
        await grain.Save(5);
        var (count, exists, etag) = await grain.Read();
        Assert.Equal((5, true), (count, exists));
        Assert.NotNull(etag);
        var deactivated = cluster.Inner.WaitForDeactivationAsync(grain);
        await grain.DeactivateNow();
        await deactivated;
        Assert.Equal((5, true, etag), await grain.Read());
    }

    [Fact]
    public async Task Write_EachTime_ChangesTheETag()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<IStateGrain>("a");
        await grain.Save(1);
        var first = (await grain.Read()).Etag;
        await grain.Save(2);
        Assert.NotEqual(first, (await grain.Read()).Etag);
    }

    [Fact]
    public async Task Read_AfterUnsavedChange_RestoresWhatIsStored()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<IStateGrain>("a");
        await grain.Save(1);
        await grain.SetUnsaved(2);
        Assert.Equal(2, (await grain.Read()).Count);
        await grain.Reread();
        Assert.Equal(1, (await grain.Read()).Count);
    }

    [Fact]
    public async Task Clear_LeavesNoRecord()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<IStateGrain>("a");
        await grain.Save(1);
        await grain.Clear();
        Assert.Equal((0, false, null), await grain.Read());
        await grain.Save(3);
        Assert.True((await grain.Read()).Exists);
    }

    [Fact]
    public async Task NamedProvider_KeepsItsStateApart()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<IStateGrain>("a");
        await grain.Save(1);
        Assert.Null(await grain.GetOther());
        await grain.Other("text");
        var deactivated = cluster.Inner.WaitForDeactivationAsync(grain);
        await grain.DeactivateNow();
        await deactivated;
        Assert.Equal("text", await grain.GetOther());
    }

    [Fact]
    public async Task State_OutsideOfATurn_Throws()
    {
        await using var cluster = await Deploy();
        Assert.True(await cluster.Client.GetGrain<IStateGrain>("a").StateOutsideOfATurnThrows());
    }

    [Fact]
    public async Task GrainOfState_NewInstance_GoesOn()
    {
        await using var cluster = await Deploy();
        var grain = cluster.Client.GetGrain<IClassicStateGrain>(Guid.NewGuid());
        Assert.Equal(2, await grain.Add(2));
        var deactivated = cluster.Inner.WaitForDeactivationAsync(grain);
        await grain.DeactivateNow();
        await deactivated;
        Assert.Equal(5, await grain.Add(3));
    }

    [Fact]
    public async Task MissingProvider_CallerGetsAClearException()
    {
        await using var cluster = await Deploy();
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => cluster.Local.GetGrain<IStorelessGrain>("a").Touch());
        while (exception is not BadProviderConfigException && exception.InnerException is { } cause)
        {
            exception = cause;
        }

        Assert.IsType<BadProviderConfigException>(exception);
        Assert.Contains("missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InconsistentState_Escaping_DeactivatesTheGrain()
    {
        var storage = new ScriptedStorage { OnWrite = _ => new InconsistentStateException("changed by another", "theirs", "mine") };
        await using var cluster = await DeployScripted(storage);
        var grain = cluster.Local.GetGrain<IStateGrain>("a");
        var exception = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Save(1));
        Assert.Equal(("theirs", "mine"), (exception.StoredEtag, exception.CurrentEtag));
        Assert.Equal(DeactivationReasonCode.ApplicationError, await cluster.Gates.WaitFor("a deactivated"));
        storage.OnWrite = _ => null;
        await grain.Save(1);
    }

    [Fact]
    public async Task OtherStorageFailure_IsWrappedAndLeavesTheGrainActive()
    {
        var storage = new ScriptedStorage { OnWrite = _ => new IOException("disk full") };
        await using var cluster = await DeployScripted(storage);
        var grain = cluster.Local.GetGrain<IStateGrain>("a");
        var exception = await Assert.ThrowsAsync<OrleansException>(() => grain.Save(1));
        Assert.IsType<IOException>(exception.InnerException);
        Assert.Contains("disk full", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await grain.Read()).Count);
    }

    [Fact]
    public async Task ReadFailure_AtActivation_CallerGetsIt()
    {
        var storage = new ScriptedStorage { OnRead = _ => new IOException("disk gone") };
        await using var cluster = await DeployScripted(storage);
        var exception = await Assert.ThrowsAsync<OrleansException>(() => cluster.Local.GetGrain<IStateGrain>("a").Read());
        Assert.Contains("disk gone", exception.Message, StringComparison.Ordinal);
        Assert.False(cluster.Gates.IsOpen("a activated"));
        storage.OnRead = _ => null;
        Assert.Equal(0, (await cluster.Local.GetGrain<IStateGrain>("a").Read()).Count);
    }

    [Fact]
    public async Task Provider_GetsNameKeyAndState()
    {
        object? seen = null;
        var storage = new ScriptedStorage
        {
            OnWrite = state =>
            {
                seen = state;
                return null;
            },
        };
        await using var cluster = await DeployScripted(storage);
        await cluster.Local.GetGrain<IStateGrain>("a").Save(9);
        Assert.Equal(9, Assert.IsAssignableFrom<IGrainState<Counter>>(seen).State!.Count);
    }

    [Fact]
    public async Task MemoryStorage_StaleETag_IsRefused()
    {
        await using var cluster = await Deploy();
        var storage = cluster.SiloServices.GetRequiredKeyedService<IGrainStorage>("named");
        var id = GrainId.Create("test", "a");
        var first = new GrainState<Note>(new() { Text = "1" });
        await storage.WriteStateAsync("s", id, first);
        var stale = new GrainState<Note>(new() { Text = "2" }, "stale");
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", id, stale));
        var read = new GrainState<Note>();
        await storage.ReadStateAsync("s", id, read);
        Assert.Equal(("1", first.ETag, true), (read.State!.Text, read.ETag, read.RecordExists));
    }

    private static Task<TestCluster> DeployScripted(ScriptedStorage storage) => TestCluster.DeployAsync(silo =>
    {
        silo.AddMemoryGrainStorage("named");
        silo.Services.AddGrainStorage("Default", (_, _) => storage);
    });
}
