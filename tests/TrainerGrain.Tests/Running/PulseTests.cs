using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class PulseTests
{
    [Fact]
    public void Next_TakenBeforeTheSignal_Completes()
    {
        var pulse = new Pulse();
        var next = pulse.Next;

        pulse.Signal();

        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public void Next_TakenAfterTheSignal_WaitsForTheFollowingOne()
    {
        var pulse = new Pulse();
        pulse.Signal();

        Assert.False(pulse.Next.IsCompleted);
    }
}
