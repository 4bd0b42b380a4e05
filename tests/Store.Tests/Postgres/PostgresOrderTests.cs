using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

/// <summary>Followers of the order of publication, while several processes publish.</summary>
public sealed class PostgresOrderTests() : PostgresTest(new PostgresTestStore())
{
    [Fact]
    public async Task ReadAfter_SeveralProcessesPublish_MissesNone()
    {
        const int Wanted = 200;
        var follower = await Store.OpenAsync();
        var workers = Enumerable.Range(0, 3).Select(i => new WorkerProcess(Store.ConnectionString, $"w{i}", callers: 8)).ToList();
        var reading = workers.ConvertAll(worker => worker.ReadAsync(Wanted));
        var seen = new List<long>();
        while (!Task.WhenAll(reading).IsCompleted || seen.Count == 0)
        {
            await follower.Models.WaitForChangeAsync();
            await FollowAsync(follower, seen);
        }

        await Task.WhenAll(reading);
        await Task.WhenAll(workers.ConvertAll(worker => worker.KillAsync()));
        await FollowAsync(follower, seen);
        var all = await follower.Models.ReadAfterAsync(0, int.MaxValue);
        Assert.Equal(all.Select(version => version.Sequence), seen);
        workers.ForEach(worker => worker.Dispose());
    }

    [Fact]
    public async Task Wait_PublishedByAnotherProcess_EndsByTheServersWord()
    {
        var (follower, publisher) = (await Store.OpenAsync(), await Store.OpenAsync());
        await publisher.Models.PublishAsync(Make.Draft("m", "a"));
        await follower.Models.WaitForChangeAsync();
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var wait = follower.Models.WaitForChangeAsync();
            await publisher.Models.PublishAsync(Make.Draft("m", $"b{i}"));
            var committed = TimeProvider.System.GetTimestamp();
            await wait;
            var elapsed = TimeProvider.System.GetElapsedTime(committed);
            quickest = elapsed < quickest ? elapsed : quickest;
        }

        // Looking once a second would take half a second on average.
        Assert.True(quickest < TimeSpan.FromMilliseconds(250), $"The quickest of five took {quickest.TotalMilliseconds} ms.");
    }

    private static async Task FollowAsync(StoreDatabase follower, List<long> seen)
    {
        const int Page = 7;
        IReadOnlyList<Publication> page;
        do
        {
            page = await follower.Models.ReadAfterAsync(seen.LastOrDefault(), Page);
            seen.AddRange(page.Select(version => version.Sequence));
        }
        while (page.Count == Page);
    }
}
