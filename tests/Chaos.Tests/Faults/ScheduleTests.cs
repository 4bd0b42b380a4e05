namespace Distributed.Chaos.Tests.Faults;

public sealed class ScheduleTests
{
    private const int Many = 2_000;
    private static readonly (string, Role)[] Victims =
        [("trainer-1", Role.Trainer), ("trainer-2", Role.Trainer), ("inference-1", Role.Inference), ("postgres", Role.Store)];

    [Fact]
    public void Create_SameSeed_SameFaults() => Assert.Equal(Faults(7), Faults(7));

    [Fact]
    public void Create_AnotherSeed_OtherFaults() => Assert.NotEqual(Faults(7), Faults(8));

    [Fact]
    public void Create_InTime_MeetsEveryPointByKillAndByPause()
    {
        var met = Faults(1).Where(fault => fault.Point is not null).Select(fault => (fault.Point!.Name, fault.Kind)).ToHashSet();

        Assert.All(FaultPoint.All, point => Assert.Contains((point.Name, FaultKind.Kill), met));
        Assert.All(FaultPoint.All, point => Assert.Contains((point.Name, FaultKind.Pause), met));
    }

    [Fact]
    public void Create_InTime_DoesEverythingToEveryProcess() => Assert.All(
        Victims,
        victim => Assert.Equal(
            [FaultKind.Kill, FaultKind.Pause, FaultKind.Stop],
            Faults(1).Where(fault => fault.Victim == victim.Item1).Select(fault => fault.Kind).Distinct().Order()));

    private static List<Fault> Faults(int seed) => [.. Schedule.Create(seed, withLulls: true, Victims).Take(Many)];
}
