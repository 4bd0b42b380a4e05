using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

/// <summary>The same spec gives the same bits in whatever company.</summary>
public sealed class CompanyIndependenceTests
{
    private const int Epochs = 12;

    private static readonly Gen<ExperimentSpec> Specs =
        from hidden in Gen.OneOf(
            Gen.Constant(Array.Empty<int>()), Gen.Choose(1, 20).Select(width => new[] { width }), Gen.Choose(1, 9).ArrayOf(2))
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        from loss in Gen.Elements(Enum.GetValues<LossKind>())
        from optimizer in Gen.Elements(OptimizerSettings.All.ToArray())
        select TrainingSupport.Spec(
            OptimizerSettings.Get(optimizer),
            new LossSpec { Kind = loss, Delta = 0.7 },
            new NetworkSpec { Hidden = hidden, Activation = activation },
            Epochs);

    private static readonly Gen<DataSet> Data =
        from samples in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(41, 255), Gen.Choose(256, 300))
        from features in Gen.OneOf(Gen.Constant(1), Gen.Choose(2, 12), Gen.Choose(30, 36))
        from targets in Gen.Elements(1, 1, 2, 5)
        select TrainingSupport.SmallData(samples, features, targets);

    private static readonly Gen<Case> Cases =
        from spec in Specs
        from data in Data
        from before in Gen.Choose(0, 17)
        from after in Gen.Choose(0, 17)
        from late in Gen.Choose(0, Epochs)
        select new Case(spec, data, before, after, late);

    [Fact]
    public void Step_InAnyCompanyAndPlace_GivesTheBitsOfARunAlone() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(Cases.ToArbitrary(), HasItsOwnBits));

    [Theory]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(1024)]
    public void Step_OfTheTutorialAmongMany_GivesTheBitsOfARunAlone(int members)
    {
        var (spec, data) = (TrainingSupport.Spec(), TrainingSupport.SmallData(samples: 100, features: 1, targets: 1));
        foreach (var loss in new[] { LossKind.Mse, LossKind.Huber })
        {
            var lossy = spec with { Loss = new LossSpec { Kind = loss } };
            Assert.True(HasItsOwnBits(new Case(lossy, data, members - 1, 0, 0)));
            Assert.True(HasItsOwnBits(new Case(lossy, data, 0, members - 1, 0)));
        }
    }

    /// <summary>Those before it have begun earlier, those after it come when it does, some leave while it trains.</summary>
    private static bool HasItsOwnBits(Case c)
    {
        var (ours, before, after) = (Stacks.Member(c.Spec, c.Data), Others(c, 0, c.Before), Others(c, c.Before, c.After));
        using var stack = TrainingSupport.Engine.CreateStack(StackShape.Of(c.Spec, c.Data));
        before.ForEach(stack.Join);
        stack.Step(c.Late);
        stack.Join(ours);
        after.ForEach(stack.Join);
        var losses = stack.Step(5)[before.Count].ToList();
        before[..(c.Before / 2)].ForEach(member => stack.Leave(member));
        losses.AddRange(stack.Step(int.MaxValue)[before.Count - (c.Before / 2)]);

        var (alone, checkpoint) = Stacks.Alone(c.Spec, c.Data);
        return alone.SequenceEqual(losses.Bits()) && checkpoint.SequenceEqual(ours.Save());
    }

    private static List<ITrainingSession> Others(Case c, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => Stacks.Relative(c.Spec, c.Data, number)).Select(one => Stacks.Member(one.Spec, one.Data))];

    private sealed record Case(ExperimentSpec Spec, DataSet Data, int Before, int After, int Late)
    {
        public override string ToString() =>
            $"{Data.Samples}x{Data.Features}x{Data.Targets} {string.Join('-', Spec.Network.Hidden)} {Spec.Network.Activation} {Spec.Loss.Kind} "
            + $"{Spec.Optimizer} after {Before}, before {After}, joining at {Late}";
    }
}
