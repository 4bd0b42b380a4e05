using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class JournalContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Find_NothingSaved_IsNull()
    {
        Assert.Null(await One.Journal.FindCheckpointAsync("a"));
        Assert.Empty(await One.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Save_ThenFind_GivesTheNewestCheckpoint()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        Assert.True(await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 3f, 2f)));
        Assert.True(await Two.Journal.SaveAsync(Make.Progress("a", fence, 2, 1f)));
        var checkpoint = await One.Journal.FindCheckpointAsync("a");
        Assert.Equal(3, checkpoint!.Epoch);
        Assert.Equal(Make.Bytes("checkpoint 3"), checkpoint.Data);
        Assert.Equal(new[] { 3f, 2f, 1f }, await Two.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Save_MovesTheCatalogAlong()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a", ExperimentPhase.Running));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 3f, 2.5f));
        Assert.Equal(Make.Entry("a", ExperimentPhase.Running) with { Epoch = 2, Loss = 2.5f }, await Two.Catalog.FindAsync("a"));
    }

    [Fact]
    public async Task Save_NoNewLoss_KeepsTheLossInTheCatalog()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 3f, 2.5f));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 2));
        var entry = await One.Catalog.FindAsync("a");
        Assert.Equal((2, 2.5f), (entry!.Epoch, entry.Loss));
    }

    [Fact]
    public async Task Save_FenceOfAnEarlierOwner_ChangesNothing()
    {
        var old = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", old, 0, 3f));
        var taken = await Two.GrainStates.WriteAsync(Make.Kind, "a", old, [1], null);
        Assert.False(await One.Journal.SaveAsync(Make.Progress("a", old, 1, 2f)));
        Assert.Equal(new[] { 3f }, await One.Journal.ReadLossesAsync("a"));
        Assert.Equal(1, (await One.Journal.FindCheckpointAsync("a"))!.Epoch);
        Assert.Equal(1, (await One.Catalog.FindAsync("a"))!.Epoch);
        Assert.True(await Two.Journal.SaveAsync(Make.Progress("a", taken.ETag!, 1, 9f)));
    }

    [Fact]
    public async Task Save_NotFinite_IsReadBackBitByBit()
    {
        float[] losses = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue];
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, [.. losses, float.NaN]));
        var read = await Two.Journal.ReadLossesAsync("a");
        Assert.Equal(losses.Append(float.NaN).Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
        Assert.Null((await Two.Catalog.FindAsync("a"))!.Loss);
    }

    [Fact]
    public async Task Save_SameEpochsAgain_LeavesOneCopy()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        for (var i = 0; i < 2; i++)
        {
            await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 1f, 2f, 3f));
        }

        Assert.Equal(new[] { 1f, 2f, 3f }, await One.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Save_FromTheMiddleOfAnEarlierSave_ReplacesTheRest()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 1f, 2f, 3f));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 3, 4f, 5f));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 2, 30f));
        Assert.Equal(new[] { 1f, 2f, 30f }, await One.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Read_Hole_EndsBeforeItUntilItIsFilled()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 1f));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 2, 3f));
        Assert.Equal(new[] { 1f }, await One.Journal.ReadLossesAsync("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 1, 2f, 3f));
        Assert.Equal(new[] { 1f, 2f, 3f }, await One.Journal.ReadLossesAsync("a"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(0, 7)]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    [InlineData(3, 6)]
    [InlineData(5, 100)]
    [InlineData(6, 7)]
    public async Task Read_ARangeOfEpochs_IsThoseAndNoMore(int from, int until)
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 0f, 1f, 2f));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 3, 3f, 4f, 5f));
        Assert.Equal(Enumerable.Range(0, 6).Where(i => i >= from && i < until).Select(i => (float)i), await One.Journal.ReadLossesAsync("a", from, until));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Read_AnyRangeAfterAnySaves_IsWhatTheNewestSavesSay(int seed)
    {
        const int Epochs = 24;
        var random = new Random(seed);
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        var expected = new float?[Epochs];
        for (var save = 0; save < 30; save++)
        {
            var first = random.Next(Epochs);
            float[] losses = [.. Enumerable.Range(0, random.Next(Math.Min(7, Epochs - first))).Select(i => (100f * save) + i)];
            await One.Journal.SaveAsync(Make.Progress("a", fence, first, losses));
            Array.Clear(expected, first, Epochs - first);
            losses.Select(loss => (float?)loss).ToArray().CopyTo(expected, first);

            var from = random.Next(Epochs + 2);
            var until = random.Next(from, Epochs + 3);
            Assert.Equal(Until(expected, from, until), await One.Journal.ReadLossesAsync("a", from, until));
            Assert.Equal(Until(expected, 0, Epochs), await Two.Journal.ReadLossesAsync("a"));
        }
    }

    [Fact]
    public async Task Save_WithoutACheckpoint_KeepsTheOneBefore()
    {
        var fence = await Make.AddAsync(One, Make.Entry("a"));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 0, 2f));
        await One.Journal.SaveAsync(Make.Progress("a", fence, 1, 1f) with { Checkpoint = null });
        Assert.Equal(1, (await One.Journal.FindCheckpointAsync("a"))!.Epoch);
        Assert.Equal(new[] { 2f, 1f }, await One.Journal.ReadLossesAsync("a"));
    }

    [Fact]
    public async Task Save_LossesThatDoNotEndAtTheEpoch_AreRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => One.Journal.SaveAsync(new TrainingProgress(new(Make.Kind, "a", "etag"), 5, [], 0, [1f])));

    /// <summary>Up to the first that is missing.</summary>
    private static IEnumerable<float> Until(float?[] losses, int from, int until) =>
        losses.Skip(from).Take(until - from).TakeWhile(loss => loss is not null).Select(loss => loss!.Value);
}
