using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Sweeps;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Tests.Sweeps;

public sealed class SweepWorkTests
{
    private static readonly ExperimentView Line =
        new("s", "m", ExperimentPhase.Queued, 0, 1, null, null, null, null, DateTimeOffset.UnixEpoch, null, null);

    private readonly List<(string Experiment, long Reached)> _woken = [];
    private readonly List<IReadOnlyList<NewState>> _inserted = [];
    private long _reached = 1;
    private SweepState _recorded = new();
    private bool _isStoreAway;

    [Fact]
    public async Task Advance_OneEndsWhileThoseHandedOutAreWokenAgain_NoneIsWokenThatAPauseWouldNotFind()
    {
        var work = Work();
        work.WakeAgain();

        await work.AdvanceAsync(Running with { Accepted = 3 });

        Assert.Equal([("s-1", 2)], _woken);
    }

    [Fact]
    public async Task Advance_TheStoreIsAwayWhenThoseHandedOutAreToBeWoken_TheyAreWokenLater()
    {
        var work = Work();
        work.WakeAgain();
        _isStoreAway = true;
        await Assert.ThrowsAsync<StoreException>(() => work.AdvanceAsync(Running with { Accepted = 3 }));
        _isStoreAway = false;

        await work.AdvanceAsync(Running with { Accepted = 3 });

        Assert.Equal([("s-1", 2)], _woken);
    }

    [Fact]
    public async Task Advance_ExperimentsWithMuchData_PutsThemIntoTheStoreInPartsThatFitIntoMemory()
    {
        const int Count = 40;
        var rows = string.Join(',', Enumerable.Repeat("[0.123456789]", 50_000));
        var sweep = $$$"""
            { "id": "s", "base": { "data": { "kind": "inline", "x": [{{{rows}}}], "y": [{{{rows}}}] } }, "grid": { "seed": { "count": {{{Count}}}, "from": 0 } } }
            """;
        var work = Work(sweep);
        for (_recorded = Running; _recorded.Accepted < Count;)
        {
            await work.AdvanceAsync(_recorded);
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"s-{i:D2}"), _inserted.SelectMany(part => part.Select(state => state.Entry.Id)));
        Assert.All(_inserted, part => Assert.InRange(part.Sum(state => state.Data.Length), 1, NextExperiments.EnoughBytes + part[0].Data.Length));
        Assert.All(_inserted.SkipLast(1), part => Assert.InRange(part.Sum(state => state.Data.Length), NextExperiments.EnoughBytes, int.MaxValue));
    }

    private SweepState Running => new()
    {
        Entry = new SweepEntry("s", SweepPhase.Running, 3, DateTimeOffset.UnixEpoch, EndedAt: null),
        Reached = _reached,
        Settled = true,
    };

    private SweepWork Work(string sweep = """{ "id": "s", "base": { "data": { "samples": 20 } }, "grid": { "seed": [1, 2, 3] } }""")
    {
        var services = new SweepServices(
            Answering.By<IGrainStateStore>((_, arguments) =>
            {
                _inserted.Add((IReadOnlyList<NewState>)arguments[1]!);
                return Task.FromResult<int?>(_inserted[^1].Count);
            }),
            Answering.By<IExperimentCatalog>((method, arguments) => method.Name switch
            {
                // It counted the first one, which has ended since.
                nameof(IExperimentCatalog.CountUnfinishedAsync) => Task.FromResult(1),
                _ when _isStoreAway => Task.FromException<CatalogPage>(new StoreException(StoreFault.Unreachable, "The store is away.")),
                _ => Task.FromResult(PageOf((CatalogQuery)arguments[0]!)),
            }),
            Options.Create(new SweepOptions { Window = 1 }),
            TimeProvider.System,
            NullLogger<SweepGrain>.Instance);
        var grains = Answering.By<IGrainFactory>((_, id) => GrainOf((string)id[0]!));
        return new SweepWork(SweepJson.Read(Encoding.UTF8.GetBytes(sweep)), services, new ExperimentCalls(grains, services), RecordAsync, () => "1");
    }

    private static CatalogPage PageOf(CatalogQuery query)
    {
        var places = Enumerable.Range(2, 2).Where(place => place > query.After.Sequence).Take(query.Limit).ToList();
        return new CatalogPage([.. places.Select(LineAt)], null) { Last = places is [.., var last] ? new CatalogPlace(null, last) : default };
    }

    private static ExperimentView LineAt(int place) => Line with { Id = $"s-{place - 1}", Sweep = "s" };

    private IExperimentGrain GrainOf(string id) => Answering.By<IExperimentGrain>((_, _) =>
    {
        _woken.Add((id, _reached));
        return Task.CompletedTask;
    });

    private Task RecordAsync(SweepState state)
    {
        (_recorded, _reached) = (state, state.Reached);
        return Task.CompletedTask;
    }
}
