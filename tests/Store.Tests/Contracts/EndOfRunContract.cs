using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>The last progress of a run and its model, in one transaction.</summary>
public abstract class EndOfRunContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Publish_WithTheLastProgress_DoesBoth()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a", ExperimentPhase.Running));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 4f));
        var published = await One.Models.PublishAsync(Make.Draft("m", "a", 3), Make.Progress("a", fence, 1, 3f, 2f));

        Assert.Equal(1, published!.Version);
        Assert.Equal(Make.Draft("m", "a", 3).Onnx, await Two.Models.ReadOnnxAsync("m", 1));
        Assert.Equal(new[] { 4f, 3f, 2f }, await Two.Journal.ReadLossesAsync("a"));
        Assert.Equal(3, (await Two.Journal.FindCheckpointAsync("a"))!.Epoch);
        Assert.Equal(Make.Entry("a", ExperimentPhase.Running) with { Epoch = 3, Loss = 2f }, await Two.Catalog.FindAsync("a"));
    }

    [Fact]
    public async Task Publish_NothingLeftToSave_PublishesAlone()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 4f, 3f));
        Assert.NotNull(await One.Models.PublishAsync(Make.Draft("m", "a", 2), Make.Progress("a", fence, 2) with { Checkpoint = null }));
        Assert.Equal(new[] { 4f, 3f }, await Two.Journal.ReadLossesAsync("a"));
        Assert.Equal(2, (await Two.Journal.FindCheckpointAsync("a"))!.Epoch);
    }

    [Fact]
    public async Task Publish_FenceOfAnEarlierOwner_SavesAndPublishesNothing()
    {
        var old = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", old, 0, 4f));
        await Two.GrainStates.WriteAsync(Make.Kind, "a", old, [1], null);

        Assert.Null(await One.Models.PublishAsync(Make.Draft("m", "a", 2), Make.Progress("a", old, 1, 3f)));
        Assert.Null(await Two.Models.FindAsync("m"));
        Assert.Equal(new[] { 4f }, await Two.Journal.ReadLossesAsync("a"));
        Assert.Equal(1, (await Two.Journal.FindCheckpointAsync("a"))!.Epoch);
    }

    [Fact]
    public async Task Publish_PublishedBefore_IsThatVersionWhoeverAsks()
    {
        var old = await Make.AddAsync(One, Make.Entry("a"));
        await One.Models.PublishAsync(Make.Draft("m", "a", 1), Make.Progress("a", old, 0, 4f));
        var taken = await Two.GrainStates.WriteAsync(Make.Kind, "a", old, [1], null);

        var asHeir = await Two.Models.PublishAsync(Make.Draft("m", "a", 1), Make.Progress("a", taken.ETag!, 0, 9f));
        var asZombie = await One.Models.PublishAsync(Make.Draft("m", "a", 1), Make.Progress("a", old, 0, 5f));
        Assert.Equal((1, 1), (asHeir!.Version, asZombie!.Version));
        Assert.Single(await One.Models.ListVersionsAsync("m"));
        Assert.Equal(new[] { 9f }, await Two.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Publish_ModelThatIsRefused_SavesNothing()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        var draft = Make.Draft("m", "a", 1) with { Onnx = [1] };
        await Assert.ThrowsAsync<ArgumentException>(() => One.Models.PublishAsync(draft, Make.Progress("a", fence, 0, 4f)));
        Assert.Empty(await Two.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Publish_LossesThatDoNotEndAtTheEpoch_AreRefused()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        var progress = Make.Progress("a", fence, 0, 4f) with { Epoch = 2 };
        await Assert.ThrowsAsync<ArgumentException>(() => One.Models.PublishAsync(Make.Draft("m", "a", 1), progress));
        Assert.Null(await Two.Models.FindAsync("m"));
    }
}
