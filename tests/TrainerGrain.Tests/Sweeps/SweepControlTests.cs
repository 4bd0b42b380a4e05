using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Sweeps;

namespace Distributed.TrainerGrain.Tests.Sweeps;

public sealed class SweepControlTests
{
    [Theory]
    [InlineData(SweepPhase.Running, "pause resume cancel", "")]
    [InlineData(SweepPhase.Paused, "resume cancel", "pause")]
    [InlineData(SweepPhase.Completed, "", "cancel")]
    [InlineData(SweepPhase.Cancelled, "", "cancel")]
    public void Judge_EachPhase_AllowsWhatMakesSense(SweepPhase phase, string allowed, string fulfilled)
    {
        string Of(ControlRuling ruling) => string.Join(' ', Enum.GetValues<SweepVerb>()
            .Where(verb => SweepControl.Judge(verb, phase) == ruling).Select(verb => verb.ToString().ToLowerInvariant()));

        Assert.Equal((allowed, fulfilled), (Of(ControlRuling.Allowed), Of(ControlRuling.Fulfilled)));
    }

    [Fact]
    public void Refusal_OfAPause_SaysThePhaseAndWhatItAllows() => Assert.Equal(
        "Sweep 's' is completed, which does not allow pause; allowed now: nothing.",
        SweepControl.Refusal("s", SweepVerb.Pause, SweepPhase.Completed));
}
