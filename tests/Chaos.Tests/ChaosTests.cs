namespace Distributed.Chaos.Tests;

/// <summary>A short run with a fixed seed; longer ones are for <c>./test --chaos</c>.</summary>
public sealed class ChaosTests
{
    [Theory]
    [InlineData(1, 3, false)]
    [InlineData(2, 2, true)]
    public async Task Run_AShortWhile_NothingAcknowledgedIsLost(int seed, int trainers, bool usePostgres)
    {
        var folder = Directory.CreateTempSubdirectory("chaos-");
        var happenings = new List<Happening>();
        var options = new ChaosOptions { Length = TimeSpan.FromSeconds(30), Seed = seed, Trainers = trainers, UsePostgres = usePostgres };

        var report = await ChaosRun.RunAsync(options, folder.FullName, happenings.Add);

        Assert.True(report.Violations.Count == 0, $"{string.Join('\n', happenings)}\n{report}\nStore and logs: {folder.FullName}");
        folder.Delete(recursive: true);
    }
}
