using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

public sealed class StackedRunTests
{
    [Fact]
    public void Undo_AfterEpochs_PutsTheMemberBackWhereItWas()
    {
        foreach (var optimizer in OptimizerSettings.All)
        {
            var member = (StackMember)Stacks.Member(TrainingSupport.Spec(OptimizerSettings.Get(optimizer)), TrainingSupport.SmallData());
            member.Step(3);
            var before = member.Save();
            var run = new StackedRun(member, 5);
            var losses = member.Step(5);

            run.Undo();

            Assert.Equal(before, member.Save());
            Assert.Equal(losses.Bits(), member.Step(5).Bits());
        }
    }

    [Fact]
    public void Step_WithAMemberThatCannotBeTrained_ChangesNobody()
    {
        var data = TrainingSupport.SmallData();
        var sound = Stacks.Member(TrainingSupport.Spec(), data);
        var broken = Stacks.Member(TrainingSupport.Spec(), data with { X = [.. data.X, 1] });
        using var stack = Stacks.Of(sound);
        stack.Step(7);
        var before = sound.Save();
        stack.Join(broken);

        Assert.ThrowsAny<Exception>(() => stack.Step(7));
        stack.Leave(broken);

        Assert.Equal(before, sound.Save());
        stack.Step(int.MaxValue);
        Assert.Equal(Stacks.Alone(TrainingSupport.Spec(), data).Checkpoint, sound.Save());
    }
}
