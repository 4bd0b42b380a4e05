using Distributed.Store.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Store.Tests.ModelBased;

/// <summary>Random calls through two handles answer, and leave behind, what the model says.</summary>
public abstract class StoreBehavesLikeItsModel
{
    // Each takes some thirty commits, on a server a few milliseconds each.
    protected virtual int Sequences => 60;

    protected abstract TestStore CreateStore();

    [Fact]
    public Task AnySequenceOfCalls_AgreesWithTheModel()
    {
        var property = Prop.ForAll(Operation.Sequences, (Func<Operation[], Task>)RunAsync);
        return Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(60), property));
    }

    private async Task RunAsync(Operation[] operations)
    {
        await using var store = CreateStore();
        await store.StartAsync();
        var run = new Run(await store.OpenAsync(), await store.OpenAsync());
        foreach (var operation in operations)
        {
            await run.ApplyAsync(operation);
        }

        await run.AssertSameAsync();
    }

    private sealed class Run(StoreDatabase one, StoreDatabase two)
    {
        private readonly ModelOfStore _model = new();
        private string _stale = "never";

        public Task ApplyAsync(Operation operation)
        {
            var database = operation.Second ? two : one;
            return operation switch
            {
                Write write => ApplyAsync(database, write),
                Clear clear => ApplyAsync(database, clear),
                Save save => ApplyAsync(database, save),
                Publish publish => ApplyAsync(database, publish),
                Insert insert => ApplyAsync(database, insert),
                Finish finish => ApplyAsync(database, finish),
                _ => throw new InvalidOperationException($"{operation} is unknown."),
            };
        }

        public async Task AssertSameAsync()
        {
            Assert.Equal(_model.Catalog, (await one.Catalog.ListAsync(new CatalogQuery())).Entries);
            foreach (var (sweep, query) in new[] { ("s", new CatalogQuery { Sweep = "s" }), (null, new CatalogQuery { Alone = true }) })
            {
                Assert.Equal(_model.Catalog.Where(entry => entry.Sweep == sweep), (await two.Catalog.ListAsync(query)).Entries);
            }

            var byLoss = new CatalogQuery { Sweep = "s", Order = CatalogOrder.Loss };
            Assert.Equal(_model.Leaderboard, (await one.Catalog.ListAsync(byLoss)).Entries);
            foreach (var key in new[] { "a", "b", "c", "d" })
            {
                Assert.Equal(_model.ETag(key), (await one.GrainStates.ReadAsync(Make.Kind, key))?.ETag);
                Assert.Equal(_model.Checkpoint(key), (await two.Journal.FindCheckpointAsync(key))?.Epoch);
                Assert.Equal(_model.Losses(key), await one.Journal.ReadLossesAsync(key));
            }

            foreach (var (model, experiments) in _model.Models)
            {
                var versions = await two.Models.ListVersionsAsync(model);
                Assert.Equal(Enumerable.Range(1, experiments.Count), versions.Select(version => version.Version));
                Assert.Equal(experiments, versions.Select(version => version.Manifest.Experiment));
            }
        }

        private async Task ApplyAsync(StoreDatabase database, Write write)
        {
            var etag = ETagFor(write.Key, write.Guard);
            var before = _model.ETag(write.Key);
            var result = await database.GrainStates.WriteAsync(
                Make.Kind, write.Key, etag, [(byte)write.Value], ModelOfStore.EntryOf(write));
            Assert.Equal(before == etag, result.Written);
            if (result.Written)
            {
                _stale = before ?? _stale;
                _model.Write(write, result.ETag!);
            }

            Assert.Equal(_model.ETag(write.Key), result.ETag);
        }

        private async Task ApplyAsync(StoreDatabase database, Clear clear)
        {
            var etag = ETagFor(clear.Key, clear.Guard);
            var before = _model.ETag(clear.Key);
            var result = await database.GrainStates.ClearAsync(Make.Kind, clear.Key, etag);
            Assert.Equal(before == etag, result.Written);
            if (result.Written && before is not null)
            {
                _stale = before;
                _model.Clear(clear.Key);
            }

            Assert.Equal(_model.ETag(clear.Key), result.ETag);
        }

        private async Task ApplyAsync(StoreDatabase database, Save save)
        {
            var fence = ETagFor(save.Key, save.Guard) ?? "none";
            var losses = Enumerable.Range(save.Value, save.Count).Select(value => (float)value).ToArray();
            var saved = await database.Journal.SaveAsync(Make.Progress(save.Key, fence, save.First, losses));
            Assert.Equal(_model.ETag(save.Key) == fence, saved);
            if (saved)
            {
                _model.Save(save);
            }
        }

        private async Task ApplyAsync(StoreDatabase database, Publish publish)
        {
            var published = await database.Models.PublishAsync(Make.Draft(publish.Model, publish.Key, publish.Epochs));
            Assert.Equal(_model.Publish(publish), (published.Model, published.Version));
        }

        private async Task ApplyAsync(StoreDatabase database, Insert insert)
        {
            var missing = insert.Writes.Where(write => _model.ETag(write.Key) is null).DistinctBy(write => write.Key).ToList();
            var states = insert.Writes.Select(write => new NewState([(byte)write.Value], ModelOfStore.EntryOf(write))).ToList();
            var maker = Guid.NewGuid().ToString();
            var made = await database.GrainStates.WriteAsync("maker", maker, null, [1], entry: null);
            var fence = new GrainFence("maker", maker, made.ETag!);
            Assert.Equal(missing.Count, await database.GrainStates.InsertAllAsync(Make.Kind, states, fence));
            foreach (var write in missing)
            {
                _model.Write(write, (await database.GrainStates.ReadAsync(Make.Kind, write.Key))!.ETag);
            }
        }

        private async Task ApplyAsync(StoreDatabase database, Finish finish)
        {
            var fence = ETagFor(finish.Key, finish.Guard) ?? "none";
            var holds = _model.ETag(finish.Key) == fence;
            var publishes = holds || _model.HasPublished(finish.Publish);
            var losses = Enumerable.Range(finish.Value, finish.Count).Select(value => (float)value).ToArray();
            var published = await database.Models.PublishAsync(
                Make.Draft(finish.Model, finish.Key, finish.Count), Make.Progress(finish.Key, fence, 0, losses));
            (string, int)? expected = publishes ? _model.Publish(finish.Publish) : null;
            Assert.Equal(expected, published is null ? null : (published.Model, published.Version));
            if (holds)
            {
                _model.Save(finish.Save);
            }
        }

        private string? ETagFor(string key, Guard guard) => guard switch
        {
            Guard.Present => _model.ETag(key),
            Guard.Stale => _stale,
            _ => null,
        };
    }
}
