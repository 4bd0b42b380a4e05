using System.Diagnostics;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class VersionStatisticsTests
{
    private static readonly long Microsecond = Stopwatch.Frequency / 1_000_000;

    [Fact]
    public void RecordSuccess_FromManyThreads_LosesNothing()
    {
        const int threads = 4;
        const int each = 10_000;
        var statistics = new VersionStatistics();

        Parallel.For(0, threads, _ =>
        {
            for (var i = 0; i < each; i++)
            {
                statistics.RecordSuccess(3, 1, new(Microsecond, 2 * Microsecond, 3 * Microsecond, 4 * Microsecond));
            }
        });

        const long count = threads * each;
        var snapshot = statistics.Snapshot();
        Assert.Equal((3 * count, count), (snapshot.InferenceCount, snapshot.ExecutionCount));
        Assert.Equal(new DurationTotal(count, 10_000 * count), snapshot.Success);
        Assert.Equal(new DurationTotal(count, 1_000 * count), snapshot.Queue);
        Assert.Equal(new DurationTotal(count, 2_000 * count), snapshot.ComputeInput);
        Assert.Equal(new DurationTotal(count, 3_000 * count), snapshot.ComputeInfer);
        Assert.Equal(new DurationTotal(count, 4_000 * count), snapshot.ComputeOutput);
        Assert.Equal(new DurationTotal(0, 0), snapshot.Fail);
    }

    [Fact]
    public void RecordSuccess_RemembersWhen()
    {
        var statistics = new VersionStatistics();
        Assert.Equal(0, statistics.Snapshot().LastInference);
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        statistics.RecordSuccess(1, 1, default);

        Assert.InRange(statistics.Snapshot().LastInference, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void RecordFailure_CountsNothingElse()
    {
        var statistics = new VersionStatistics();

        statistics.RecordFailure(5 * Microsecond);

        Assert.Equal(new DurationTotal(1, 5_000), statistics.Snapshot().Fail);
        Assert.Equal((0, 0, 0), (statistics.Snapshot().Success.Count, statistics.Snapshot().ExecutionCount, statistics.Snapshot().LastInference));
    }

    [Fact]
    public void Record_Anything_AllocatesNothing()
    {
        var statistics = new VersionStatistics();
        statistics.RecordSuccess(1, 1, default);
        statistics.RecordFailure(1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            statistics.RecordSuccess(1, 1, default);
            statistics.RecordFailure(1);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
