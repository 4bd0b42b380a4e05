using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;
using static Distributed.TrainerGrain.Grains.ExperimentVerb;

namespace Distributed.TrainerGrain.Tests.Grains;

public sealed class ExperimentControlTests
{
    [Theory]
    [InlineData(ExperimentPhase.Queued, new[] { Pause, Cancel }, new[] { Resume, Retry })]
    [InlineData(ExperimentPhase.Running, new[] { Pause, Cancel }, new[] { Resume, Retry })]
    [InlineData(ExperimentPhase.Paused, new[] { Resume, Cancel, Delete }, new[] { Pause })]
    [InlineData(ExperimentPhase.Completed, new[] { Extend, Delete }, new[] { Cancel })]
    [InlineData(ExperimentPhase.Failed, new[] { Retry, Delete }, new[] { Cancel })]
    [InlineData(ExperimentPhase.Cancelled, new[] { Delete }, new[] { Cancel })]
    public void Judge_AnyVerb_IsAllowedFulfilledOrRefusedAsThePhaseSays(
        ExperimentPhase phase, ExperimentVerb[] allowed, ExperimentVerb[] fulfilled)
    {
        Assert.Equal(allowed, ExperimentControl.AllowedIn(phase));
        Assert.Equal(fulfilled, Enum.GetValues<ExperimentVerb>().Where(verb => ExperimentControl.Judge(verb, phase) == ControlRuling.Fulfilled));
    }

    [Theory]
    [InlineData(ExperimentPhase.Completed, 101, ControlRuling.Allowed)]
    [InlineData(ExperimentPhase.Completed, 100, ControlRuling.Fulfilled)]
    [InlineData(ExperimentPhase.Completed, 99, ControlRuling.Refused)]
    [InlineData(ExperimentPhase.Running, 101, ControlRuling.Refused)]
    [InlineData(ExperimentPhase.Running, 100, ControlRuling.Fulfilled)]
    [InlineData(ExperimentPhase.Failed, 101, ControlRuling.Refused)]
    [InlineData(ExperimentPhase.Failed, 100, ControlRuling.Refused)]
    [InlineData(ExperimentPhase.Cancelled, 100, ControlRuling.Refused)]
    public void JudgeExtend_ByPhaseAndEpochs(ExperimentPhase phase, int epochs, ControlRuling ruling) =>
        Assert.Equal(ruling, new ControlCommand(Extend, epochs).Judge(View(phase)));

    [Theory]
    [InlineData(Pause, 0, ExperimentPhase.Completed, "Experiment 'a' is completed, which does not allow pause; allowed now: extend, delete.")]
    [InlineData(Extend, 200, ExperimentPhase.Running, "Experiment 'a' is running, which does not allow extend; allowed now: pause, cancel.")]
    [InlineData(Extend, 99, ExperimentPhase.Completed, "Experiment 'a' has 100 epochs; it can be extended to more only, and 99 is not more.")]
    public void Refusal_SaysWhatIsAndWhatIsAllowed(ExperimentVerb verb, int epochs, ExperimentPhase phase, string sentence) =>
        Assert.Equal(sentence, new ControlCommand(verb, epochs).Refusal(View(phase)));

    private static ExperimentView View(ExperimentPhase phase) =>
        new("a", "a", phase, 7, 100, null, null, null, null, DateTimeOffset.UnixEpoch, null, null);
}
