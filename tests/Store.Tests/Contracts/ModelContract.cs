using System.Text.Json;
using Distributed.Contracts;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class ModelContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task Publish_ThenRead_GivesEverythingBack()
    {
        var draft = Make.Draft("m", "a");
        var published = await One.Models.PublishAsync(draft);
        var found = await Two.Models.FindAsync("m");
        Assert.Equal(("m", 1), (published.Model, published.Version));
        Assert.Equal(Json(published), Json(found));
        Assert.Equal(Json(draft.Manifest), Json(found!.Manifest));
        Assert.Equal(draft.Onnx, await Two.Models.ReadOnnxAsync("m", 1));
        Assert.Equal(Json(draft.Sample), Json(await Two.Models.ReadSampleAsync("m", 1)));
    }

    [Fact]
    public async Task Read_NothingPublished_IsNull()
    {
        Assert.Null(await One.Models.FindAsync("m"));
        Assert.Null(await One.Models.FindAsync("m", 1));
        Assert.Null(await One.Models.ReadOnnxAsync("m", 1));
        Assert.Null(await One.Models.ReadSampleAsync("m", 1));
        Assert.Empty(await One.Models.ListVersionsAsync("m"));
    }

    [Fact]
    public async Task Publish_SameExperimentAndEpochsAgain_IsTheFirstVersion()
    {
        var first = await One.Models.PublishAsync(Make.Draft("m", "a"));
        var second = await Two.Models.PublishAsync(Make.Draft("m", "a"));
        Assert.Equal(Json(first), Json(second));
        Assert.Single(await One.Models.ListVersionsAsync("m"));
    }

    [Fact]
    public async Task Publish_FenceOfAnEarlierOwner_PublishesNothing()
    {
        var old = await Make.AddAsync(One, Make.Entry("a"));
        var taken = await Two.GrainStates.WriteAsync(Make.Kind, "a", old, [1], null);
        Assert.Null(await One.Models.PublishAsync(Make.Draft("m", "a"), Make.Progress("a", old, 0, 1f)));
        Assert.Null(await One.Models.FindAsync("m"));

        var published = await Two.Models.PublishAsync(Make.Draft("m", "a"), Make.Progress("a", taken.ETag!, 0, 1f));
        Assert.Equal(1, published!.Version);
        var again = await One.Models.PublishAsync(Make.Draft("m", "a"), Make.Progress("a", old, 0, 1f));
        Assert.Equal(Json(published), Json(again));
    }

    [Fact]
    public async Task Publish_MoreEpochsOrAnotherExperiment_IsTheNextVersion()
    {
        await One.Models.PublishAsync(Make.Draft("m", "a", 100));
        Assert.Equal(2, (await One.Models.PublishAsync(Make.Draft("m", "a", 200))).Version);
        Assert.Equal(3, (await Two.Models.PublishAsync(Make.Draft("m", "b", 100))).Version);
        Assert.Equal(1, (await Two.Models.PublishAsync(Make.Draft("n", "c", 100))).Version);
        Assert.Equal(2, (await One.Models.FindAsync("m", 2))!.Version);
        Assert.Equal([1, 2, 3], (await One.Models.ListVersionsAsync("m")).Select(version => version.Version));
    }

    [Fact]
    public async Task Publish_ExperimentClearedAndMadeAnew_IsANewVersion()
    {
        var etag = await Make.AddAsync(One, Make.Entry("a"));
        await One.Models.PublishAsync(Make.Draft("m", "a"));
        await One.GrainStates.ClearAsync(Make.Kind, "a", etag);
        Assert.Equal(2, (await One.Models.PublishAsync(Make.Draft("m", "a", 100, [1, 2, 3]))).Version);
        Assert.Equal(Make.Draft("m", "a").Onnx, await One.Models.ReadOnnxAsync("m", 1));
    }

    [Fact]
    public async Task Publish_HashOfOtherBytes_IsRefused()
    {
        var draft = Make.Draft("m", "a") with { Onnx = [1] };
        await Assert.ThrowsAsync<ArgumentException>(() => One.Models.PublishAsync(draft));
        Assert.Null(await One.Models.FindAsync("m"));
    }

    [Fact]
    public async Task Publish_ManyAtOnceFromTwoHandles_VersionsHaveNoGap()
    {
        const int Each = 40;
        var drafts = Enumerable.Range(0, Each).SelectMany(
            i => new (StoreDatabase By, string Experiment)[] { (One, $"one{i}"), (Two, $"two{i}"), (One, $"both{i}"), (Two, $"both{i}") });
        await Task.WhenAll(drafts.Select(draft => draft.By.Models.PublishAsync(Make.Draft("m", draft.Experiment))));
        var versions = await One.Models.ListVersionsAsync("m");
        Assert.Equal(Enumerable.Range(1, 3 * Each), versions.Select(version => version.Version));
        Assert.Equal(versions.Select(version => version.Sequence).Order(), versions.Select(version => version.Sequence));
    }

    [Fact]
    public async Task ListModels_NewestOfEach_ByNameAndPage()
    {
        foreach (var (model, experiment) in new[] { ("b", "1"), ("a", "2"), ("c", "3"), ("b", "4"), ("B", "5") })
        {
            await One.Models.PublishAsync(Make.Draft(model, experiment));
        }

        Assert.Equal([("B", 1), ("a", 1), ("b", 2)], await NewestAsync(null, 3));
        Assert.Equal([("c", 1)], await NewestAsync("b", 3));
    }

    [Fact]
    public async Task ReadAfter_FollowedWhileManyPublish_MissesNone()
    {
        const int Page = 7;
        var seen = new List<string>();
        var follower = await Store.OpenAsync();
        var publishing = Task.WhenAll(PublishAsync(One, "a", 50), PublishAsync(Two, "b", 50), PublishAsync(One, "c", 50));
        for (long sequence = 0; seen.Count < 150;)
        {
            await follower.Models.WaitForChangeAsync();
            IReadOnlyList<Publication> page;
            do
            {
                page = await follower.Models.ReadAfterAsync(sequence, Page);
                seen.AddRange(await follower.Models.ExperimentsOfAsync(page));
                sequence = page.Count == 0 ? sequence : page[^1].Sequence;
            }
            while (page.Count == Page);
        }

        await publishing;
        Assert.Equal(150, seen.Distinct().Count());
    }

    [Fact]
    public async Task Wait_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        await One.Models.PublishAsync(Make.Draft("m", "a"));
        await Two.Models.WaitForChangeAsync(source.Token);
        var wait = Two.Models.WaitForChangeAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value, ContractsJson.Options);

    private static async Task PublishAsync(StoreDatabase database, string prefix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await database.Models.PublishAsync(Make.Draft($"m{i % 3}", $"{prefix}-{i}"));
        }
    }

    private async Task<IEnumerable<(string, int)>> NewestAsync(string? after, int limit) =>
        (await Two.Models.ListModelsAsync(after, limit)).Select(version => (version.Model, version.Version));
}
