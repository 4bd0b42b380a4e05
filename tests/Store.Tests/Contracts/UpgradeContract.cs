using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>A store that an earlier version of the program has written is brought to the present one and keeps everything.</summary>
public abstract class UpgradeContract(TestStore store) : UnopenedStoreContract(store)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Open_StoreOfAnEarlierVersion_KeepsWhatIsThere(int version)
    {
        await Store.CreateAsync(version);
        await FillAsync();
        var upgraded = await Store.OpenAsync();

        var page = await upgraded.Catalog.ListAsync(new CatalogQuery());
        var completed = Make.Entry("a", ExperimentPhase.Completed, "m") with { Epoch = 2, Loss = 0.5f, Version = 1 };
        Assert.Equal([completed, Make.Entry("b")], page.Entries);
        Assert.Equal(Make.Bytes("state"), (await upgraded.GrainStates.ReadAsync(Make.Kind, "a"))!.Data);
        Assert.Equal(Make.Bytes("checkpoint"), (await upgraded.Journal.FindCheckpointAsync("a"))!.Data);
        Assert.Equal(2, (await upgraded.Journal.ReadLossesAsync("a")).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Open_StoreOfAnEarlierVersion_DoesAllThatANewOneDoes(int version)
    {
        await Store.CreateAsync(version);
        await FillAsync();
        var upgraded = await Store.OpenAsync();
        await upgraded.Membership.CreateAsync("cluster");
        await Make.AddAsync(upgraded, Make.Sweep("s"));
        await Make.AddAsync(upgraded, Make.Entry("c") with { Sweep = "s" });

        Assert.Equal(new RungStanding(0, 1), await upgraded.Rungs.RecordAsync("s", 0, "c", 1f));
        Assert.Equal(["a", "b"], await IdsAsync(upgraded, new CatalogQuery { Alone = true }));
        Assert.Equal(["a"], await IdsAsync(upgraded, new CatalogQuery { Order = CatalogOrder.Loss }));
        Assert.Equal(["c"], await IdsAsync(upgraded, new CatalogQuery { Sweep = "s" }));
        await upgraded.Models.PublishAsync(Make.Draft("n", "d"));
        Assert.NotNull(await upgraded.Routes.WriteAsync("n", 0, ModelRoutes.None));
        Assert.True((await upgraded.GrainStates.ClearAsync(Make.Kind, "a", "etag a")).Written);
        Assert.Equal(["b"], await IdsAsync(upgraded, new CatalogQuery { Alone = true }));
    }

    [Fact]
    public async Task Open_StoreOfAnEarlierVersion_HasTheSameVersionAsANewOneAfterwards()
    {
        await Store.CreateAsync(3);
        Assert.Equal(3, await Store.VersionAsync());
        await Store.OpenAsync();
        Assert.Equal(4, await Store.VersionAsync());
    }

    private async Task FillAsync()
    {
        await Store.TamperAsync(
            $"""
            INSERT INTO grain_state (kind, grain_key, etag, data) VALUES
                ('{Make.Kind}', 'a', 'etag a', {Store.BlobOf("state")}), ('{Make.Kind}', 'b', 'etag b', {Store.BlobOf("state")})
            """);
        await Store.TamperAsync(
            $"""
            INSERT INTO catalog (kind, id, model, phase, epoch, epochs, loss, version, created_at) VALUES
                ('{Make.Kind}', 'a', 'm', 3, 2, 100, 0.5, 1, {Make.Noon.UtcTicks}),
                ('{Make.Kind}', 'b', 'b', 0, 0, 100, NULL, NULL, {Make.Noon.UtcTicks})
            """);
        await Store.TamperAsync(
            $"INSERT INTO checkpoint (experiment, kind, epoch, data) VALUES ('a', '{Make.Kind}', 2, {Store.BlobOf("checkpoint")})");
        await Store.TamperAsync(
            $"INSERT INTO losses (experiment, kind, first_epoch, data) VALUES ('a', '{Make.Kind}', 0, {Store.BlobOf("8 bytes.")})");
    }

    private static async Task<IEnumerable<string>> IdsAsync(StoreDatabase database, CatalogQuery query) =>
        (await database.Catalog.ListAsync(query)).Entries.Select(entry => entry.Id);
}
