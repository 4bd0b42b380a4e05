using System.Diagnostics.CodeAnalysis;
using System.Net;
using Distributed.TrainerGrain.Recovery;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Recovery;

public sealed class RecoveryDutyTests
{
    private static readonly SiloAddress Oldest = Silo(1);
    private static readonly SiloAddress Younger = Silo(2);
    private static readonly SiloAddress Youngest = Silo(3);

    [Fact]
    public void Take_OldestActiveSilo_HasTheDuty()
    {
        using var duty = new RecoveryDuty(new Oracle(Oldest, Youngest, Oldest, Younger));
        Assert.True(duty.Take());
    }

    [Fact]
    public void Take_WhileAnOlderSiloIsActive_IsNotOurs()
    {
        using var duty = new RecoveryDuty(new Oracle(Younger, Oldest, Younger, Youngest));
        Assert.False(duty.Take());
    }

    [Fact]
    public void Take_OldestHasLeft_PassesToTheNext()
    {
        var oracle = new Oracle(Younger, Oldest, Younger);
        using var duty = new RecoveryDuty(oracle);
        oracle.Active.Remove(Oldest);
        Assert.True(duty.Take());
    }

    [Fact]
    public void Take_NotActiveItself_IsNotOurs()
    {
        using var duty = new RecoveryDuty(new Oracle(Oldest));
        Assert.False(duty.Take());
    }

    [Fact]
    public void Ask_CountsOnceWhoeverHasTheDuty()
    {
        using var duty = new RecoveryDuty(new Oracle(Younger, Oldest, Younger));
        var changed = duty.Changed.Next;
        duty.Ask();
        Assert.True(changed.IsCompletedSuccessfully);
        Assert.True(duty.Take());
        Assert.False(duty.Take());
    }

    [Theory]
    [InlineData(SiloStatus.Joining, false)]
    [InlineData(SiloStatus.Active, false)]
    [InlineData(SiloStatus.ShuttingDown, true)]
    [InlineData(SiloStatus.Stopping, true)]
    [InlineData(SiloStatus.Dead, true)]
    public void Changed_SignalsTheLeavingOfOthers(SiloStatus status, bool signals)
    {
        var oracle = new Oracle(Oldest, Oldest, Younger);
        using var duty = new RecoveryDuty(oracle);
        var changed = duty.Changed.Next;
        oracle.Tell(Younger, status);
        Assert.Equal(signals, changed.IsCompleted);
    }

    [Fact]
    public void Changed_SignalsThatThisSiloIsActive()
    {
        var oracle = new Oracle(Oldest);
        using var duty = new RecoveryDuty(oracle);
        var changed = duty.Changed.Next;
        oracle.Tell(Oldest, SiloStatus.Active);
        Assert.True(changed.IsCompleted);
    }

    [Fact]
    public void Dispose_StopsListening()
    {
        var oracle = new Oracle(Oldest, Oldest, Younger);
        var duty = new RecoveryDuty(oracle);
        var changed = duty.Changed.Next;
        duty.Dispose();
        oracle.Tell(Younger, SiloStatus.Dead);
        Assert.False(changed.IsCompleted);
    }

    private static SiloAddress Silo(int generation) => SiloAddress.New(IPAddress.Loopback, 11_000 - generation, generation);

    private sealed class Oracle(SiloAddress self, params SiloAddress[] active) : ISiloStatusOracle
    {
        private readonly List<ISiloStatusListener> _listeners = [];

        public List<SiloAddress> Active { get; } = [.. active];

        public SiloStatus CurrentStatus => GetApproximateSiloStatus(self);

        public string SiloName => self.ToString();

        public SiloAddress SiloAddress => self;

        public void Tell(SiloAddress silo, SiloStatus status) =>
            _listeners.ForEach(listener => listener.SiloStatusChangeNotification(silo, status));

        public SiloAddress[] GetActiveSilos() => [.. Active];

        public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) =>
            Active.Contains(siloAddress) ? SiloStatus.Active : SiloStatus.None;

        public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) =>
            Active.ToDictionary(silo => silo, _ => SiloStatus.Active);

        public bool TryGetSiloName(SiloAddress siloAddress, [NotNullWhen(true)] out string? siloName)
        {
            siloName = siloAddress.ToString();
            return true;
        }

        public bool IsFunctionalDirectory(SiloAddress siloAddress) => Active.Contains(siloAddress);

        public bool IsDeadSilo(SiloAddress silo) => !Active.Contains(silo);

        public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer)
        {
            _listeners.Add(observer);
            return true;
        }

        public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => _listeners.Remove(observer);
    }
}
