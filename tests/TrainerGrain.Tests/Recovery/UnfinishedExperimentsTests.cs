using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Recovery;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Tests.Recovery;

public sealed class UnfinishedExperimentsTests
{
    [Fact]
    public async Task Wake_OneThatNeverAnswers_DoesNotKeepTheOthersWaiting()
    {
        var unfinished = new UnfinishedExperiments(
            Answering.By<IGrainFactory>((_, arguments) => GrainOf((string)arguments[0]!)),
            Answering.By<IExperimentCatalog>((_, query) => Task.FromResult(new CatalogPage(
                query[0] is CatalogQuery { Alone: true } or CatalogQuery { SweepEnded: true } ? [] : [Line("lost"), Line("found")], null))),
            Answering.By<ISweepCatalog>((_, _) => Task.FromResult(new SweepPage([], null))),
            Options.Create(new RecoveryOptions { WakeTimeout = TimeSpan.FromMilliseconds(50) }),
            TimeProvider.System,
            NullLogger<UnfinishedExperiments>.Instance);

        Assert.Equal((1, 1), await unfinished.WakeAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    private static IExperimentGrain GrainOf(string id) => Answering.By<IExperimentGrain>(
        (_, _) => id == "lost" ? new TaskCompletionSource().Task : Task.CompletedTask);

    private static ExperimentView Line(string id) =>
        new(id, id, ExperimentPhase.Running, 0, 1, null, null, null, null, DateTimeOffset.UnixEpoch, null, null);
}
