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
    private long _reached = 1;

    [Fact]
    public async Task Advance_OneEndsWhileThoseHandedOutAreWokenAgain_NoneIsWokenThatAPauseWouldNotFind()
    {
        var work = Work();
        work.WakeAgain();

        await work.AdvanceAsync(new SweepState
        {
            Entry = new SweepEntry("s", SweepPhase.Running, 3, DateTimeOffset.UnixEpoch, EndedAt: null),
            Accepted = 3,
            Reached = _reached,
            Settled = true,
        });

        Assert.Equal([("s-1", 2)], _woken);
    }

    private SweepWork Work()
    {
        var services = new SweepServices(
            Answering.By<IGrainStateStore>((_, _) => Task.FromResult<int?>(0)),
            Answering.By<IExperimentCatalog>((method, arguments) => method.Name switch
            {
                // It counted the first one, which has ended since.
                nameof(IExperimentCatalog.CountUnfinishedAsync) => Task.FromResult(1),
                _ => Task.FromResult(PageOf((CatalogQuery)arguments[0]!)),
            }),
            Options.Create(new SweepOptions { Window = 1 }),
            TimeProvider.System,
            NullLogger<SweepGrain>.Instance);
        var grains = Answering.By<IGrainFactory>((_, id) => GrainOf((string)id[0]!));
        return new SweepWork(Sweep(), services, new ExperimentCalls(grains, services), RecordAsync, () => "1");
    }

    private static CatalogPage PageOf(CatalogQuery query)
    {
        var places = Enumerable.Range(2, 2).Where(place => place > query.After.Sequence).Take(query.Limit).ToList();
        return new CatalogPage([.. places.Select(LineAt)], null) { Last = places is [.., var last] ? new CatalogPlace(null, last) : default };
    }

    private static ExperimentView LineAt(int place) => Line with { Id = $"s-{place - 1}", Sweep = "s" };

    private static SweepSpec Sweep() => SweepReader.Read(
        """{ "id": "s", "base": { "data": { "samples": 20 } }, "grid": { "seed": [1, 2, 3] } }"""u8.ToArray()).Sweep!;

    private IExperimentGrain GrainOf(string id) => Answering.By<IExperimentGrain>((_, _) =>
    {
        _woken.Add((id, _reached));
        return Task.CompletedTask;
    });

    private Task RecordAsync(SweepState state)
    {
        _reached = state.Reached;
        return Task.CompletedTask;
    }
}
