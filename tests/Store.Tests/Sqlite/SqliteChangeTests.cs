using Distributed.Contracts.Models;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

/// <summary>When a wait for publications ends, with the time in the test's hands.</summary>
public sealed class SqliteChangeTests() : SqliteTest(new SqliteTestStore())
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Wait_PublishedBeforeTheFirstCall_EndsAtOnce()
    {
        await using var follower = await FollowerAsync();
        await (await Store.OpenAsync()).Models.PublishAsync(Make.Draft("m", "a"));
        await follower.Models.WaitForChangeAsync();
    }

    [Fact]
    public async Task Wait_PublishedByTheSameProcess_EndsAtOnce()
    {
        await using var follower = await FollowerAsync();
        var wait = follower.Models.WaitForChangeAsync();
        Assert.False(wait.IsCompleted);
        await follower.Models.PublishAsync(Make.Draft("m", "a"));
        await wait;
    }

    [Fact]
    public async Task Wait_PublishedByAnotherProcess_EndsAtTheNextLook()
    {
        await using var follower = await FollowerAsync();
        var wait = follower.Models.WaitForChangeAsync();
        await (await Store.OpenAsync()).Models.PublishAsync(Make.Draft("m", "a"));
        Assert.False(wait.IsCompleted);
        _time.Advance(Store.Options.PollInterval);
        await wait;
        Assert.Single(await follower.Models.ReadAfterAsync(0, 10));
    }

    [Fact]
    public async Task Wait_RoutedByTheSameProcess_EndsAtOnce()
    {
        await using var follower = await FollowerAsync();
        await follower.Models.PublishAsync(Make.Draft("m", "a"));
        await follower.Models.WaitForChangeAsync();
        var wait = follower.Models.WaitForChangeAsync();
        Assert.False(wait.IsCompleted);
        await follower.Routes.WriteAsync("m", 0, ModelRoutes.None);
        await wait;
    }

    [Fact]
    public async Task Wait_NothingPublishedSinceTheLast_EndsAfterASecond()
    {
        await using var follower = await FollowerAsync();
        await follower.Models.PublishAsync(Make.Draft("m", "a"));
        await follower.Models.WaitForChangeAsync();
        var wait = follower.Models.WaitForChangeAsync();
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await wait;
    }

    [Fact]
    public async Task Publish_TakesTheTimeFromTheProvider()
    {
        await using var follower = await FollowerAsync();
        _time.Advance(TimeSpan.FromHours(1));
        var published = await follower.Models.PublishAsync(Make.Draft("m", "a"));
        Assert.Equal(Make.Noon.AddHours(1), published.PublishedAt);
        Assert.Equal(Make.Noon.AddHours(1), (await follower.Models.FindAsync("m"))!.PublishedAt);
    }

    private async Task<StoreDatabase> FollowerAsync()
    {
        var database = new StoreDatabase(Store.Options, _time);
        await database.OpenAsync();
        return database;
    }
}
