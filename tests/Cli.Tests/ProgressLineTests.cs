using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Cli.Tests;

public sealed class ProgressLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Describe_UnderWay_ShowsDoneRunningRateBestAndTimeLeft()
    {
        var best = new ExperimentView("a", "a", ExperimentPhase.Completed, 100, 100, 0.25f, 1, null, null, Now, Now, Now);
        var sweep = Sweep(new SweepCounts(50, 20, 0, 28, 2, 0)) with { Rate = 123.4, Best = best, ExpectedEnd = Now.AddSeconds(75) };

        Assert.Equal(
            "[#########.....................] 30/100  20 running  2 failed  123/s  best 0.25  1 min 15 s left",
            ProgressLine.Describe(sweep, Now));
    }

    [Fact]
    public void Describe_AtTheEnd_IsFullAndTellsHowItEnded()
    {
        var sweep = Sweep(new SweepCounts(0, 0, 0, 60, 0, 40)) with { Phase = SweepPhase.Cancelled, EndedAt = Now };

        Assert.Equal("[##############################] 100/100  0 running  cancelled", ProgressLine.Describe(sweep, Now));
    }

    [Theory]
    [InlineData(-1, "0 s left")]
    [InlineData(59, "59 s left")]
    [InlineData(3_600, "1 h 0 min left")]
    [InlineData(90_060, "25 h 1 min left")]
    public void Describe_TimeLeft_InUnitsThatFit(int seconds, string left) =>
        Assert.EndsWith(left, ProgressLine.Describe(Sweep(new SweepCounts(1, 0, 0, 99, 0, 0)) with { ExpectedEnd = Now.AddSeconds(seconds) }, Now), StringComparison.Ordinal);

    [Fact]
    public async Task Show_NotOnATerminal_WritesALineEach()
    {
        using var output = new StringWriter();
        var line = new ProgressLine(output, isTerminal: false);
        await line.ShowAsync(Sweep(new SweepCounts(100, 0, 0, 0, 0, 0)));
        await line.ShowAsync(Sweep(new SweepCounts(0, 0, 0, 100, 0, 0)));
        await line.EndAsync();

        Assert.Equal(2, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain('\r', output.ToString());
    }

    [Fact]
    public async Task Show_OnATerminal_WritesOverTheWholeLineBefore()
    {
        using var output = new StringWriter();
        var line = new ProgressLine(output, isTerminal: true);
        await line.ShowAsync(Sweep(new SweepCounts(0, 12_345, 0, 0, 0, 0)));
        await line.ShowAsync(Sweep(new SweepCounts(100, 0, 0, 0, 0, 0)));

        var shown = output.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(shown[0].Length, shown[1].Length);
    }

    private static SweepView Sweep(SweepCounts counts) => new("s", SweepPhase.Running, 100, counts, null, null, null, Now, null);
}
