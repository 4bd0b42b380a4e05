using System.Collections.Concurrent;

namespace Distributed.Chaos.Tests;

/// <summary>Short runs with fixed seeds; longer ones are for <c>./test --chaos</c>.</summary>
[Collection(nameof(RealProcesses))]
public sealed class ChaosTests
{
    [Theory]
    [InlineData(1, 3, false)]
    [InlineData(2, 2, true)]
    public async Task Run_AShortWhile_NothingAcknowledgedIsLost(int seed, int trainers, bool usePostgres)
    {
        var folder = Directory.CreateTempSubdirectory("chaos-");
        var happenings = new ConcurrentQueue<Happening>();
        var options = new ChaosOptions
        {
            Length = TimeSpan.FromSeconds(15),
            Seed = seed,
            Trainers = trainers,
            UsePostgres = usePostgres,
            // The machine may have other things to do; how soon is for the long runs to tell.
            RecoveryLimit = TimeSpan.FromMinutes(2),
            // Nor does it have to let a trainer answer its probes within seconds.
            DetectionTime = TimeSpan.FromSeconds(30),
        };

        var report = await ChaosRun.RunAsync(options, folder.FullName, happenings.Enqueue);

        Assert.True(report.Violations.Count == 0, $"{string.Join('\n', happenings)}\n{report}\nStore and logs: {folder.FullName}");
        folder.Delete(recursive: true);
    }
}
