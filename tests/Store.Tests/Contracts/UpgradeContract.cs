using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.Store.Sql;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>A store that an earlier version of the program has written is brought to the present one and keeps everything.</summary>
public abstract class UpgradeContract(TestStore store) : UnopenedStoreContract(store)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
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
    [InlineData(4)]
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
        await Store.CreateAsync(4);
        Assert.Equal(4, await Store.VersionAsync());
        await Store.OpenAsync();
        Assert.Equal(5, await Store.VersionAsync());
    }

    [Fact]
    public async Task Open_StoreThatKeptNoStandings_KeepsTheLossesAndTheNextStandingThatIsTold()
    {
        await Store.CreateAsync(4);
        await FillRungAsync(("a", 5f), ("b", 2f), ("c", 7f));
        var upgraded = await Store.OpenAsync();

        Assert.Equal(new RungStanding(1, 3), await upgraded.Rungs.RecordAsync("s", 0, "a", 0f));
        Assert.Equal(new RungStanding(0, 4), await upgraded.Rungs.RecordAsync("s", 0, "d", 1f));
        Assert.Equal(new RungStanding(1, 3), await upgraded.Rungs.RecordAsync("s", 0, "a", 0f));
        Assert.Equal(new RungStanding(3, 4), await upgraded.Rungs.RecordAsync("s", 0, "c", 0f));
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

    private async Task FillRungAsync(params (string Experiment, float Loss)[] notes)
    {
        await Store.TamperAsync(
            $"INSERT INTO grain_state (kind, grain_key, etag, data) VALUES ('{Make.SweepKind}', 's', 'etag s', {Store.BlobOf("state")})");
        await Store.TamperAsync(
            $"INSERT INTO sweep (kind, id, phase, count, created_at) VALUES ('{Make.SweepKind}', 's', 0, 3, {Make.Noon.UtcTicks})");
        foreach (var (experiment, loss) in notes)
        {
            await Store.TamperAsync($"INSERT INTO rung (sweep, rung, experiment, loss) VALUES ('s', 0, '{experiment}', {loss})");
            foreach (var (_, node) in LossNodes.Of(loss).Path)
            {
                await Store.TamperAsync(
                    $"""
                    INSERT INTO rung_count (sweep, rung, node, losses) VALUES ('s', 0, {node}, 1)
                    ON CONFLICT (sweep, rung, node) DO UPDATE SET losses = rung_count.losses + 1
                    """);
            }
        }
    }

    private static async Task<IEnumerable<string>> IdsAsync(StoreDatabase database, CatalogQuery query) =>
        (await database.Catalog.ListAsync(query)).Entries.Select(entry => entry.Id);
}
