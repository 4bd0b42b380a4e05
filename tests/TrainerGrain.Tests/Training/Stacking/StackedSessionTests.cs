using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Tests.Reference;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

public sealed class StackedSessionTests
{
    public static TheoryData<string, int> ReferencesInCompany
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var reference in ReferenceCases.All)
            {
                cases.Add(reference.Name, 1);
                cases.Add(reference.Name, 2);
                cases.Add(reference.Name, 32);
            }

            cases.Add("tutorial", 1024);
            cases.Add("momentum", 1024);
            return cases;
        }
    }

    [Theory, MemberData(nameof(ReferencesInCompany))]
    public void Step_OfAReferenceRunInCompany_GivesPyTorchsLosses(string name, int members)
    {
        var reference = ReferenceCases.Get(name);
        using var stack = Company(reference.Spec, reference.Data, members);

        TrainingSupport.AssertClose(reference.Losses, stack.Step(int.MaxValue)[0]);
    }

    // No L1 with Adam, whose first step is the bare sign of a gradient that L1 makes zero but for rounding.
    public static TheoryData<string, LossKind, int[], int> Companies
    {
        get
        {
            var cases = new TheoryData<string, LossKind, int[], int>();
            foreach (var name in OptimizerSettings.All)
            {
                cases.Add(name, LossKind.Mse, [], 1024);
                cases.Add(name, LossKind.Huber, [], 32);
                cases.Add(name, LossKind.Mse, [5], 32);
            }

            foreach (var loss in Enum.GetValues<LossKind>())
            {
                cases.Add("sgd, nesterov", loss, [], 1);
                cases.Add("sgd, nesterov", loss, [], 2);
                cases.Add("sgd, nesterov", loss, [], 1024);
                cases.Add("sgd, nesterov", loss, [6, 3], 2);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Companies))]
    public void Step_OfEveryMember_GivesTheTextbookSessionsLosses(string optimizer, LossKind loss, int[] hidden, int members)
    {
        var network = new NetworkSpec { Hidden = hidden, Activation = Activation.Tanh };
        var spec = TrainingSupport.Spec(OptimizerSettings.Get(optimizer), new LossSpec { Kind = loss }, network, epochs: 20);
        var data = TrainingSupport.SmallData(samples: 30);
        using var stack = Company(spec, data, members);

        var losses = stack.Step(int.MaxValue);

        for (var i = 0; i < members; i += Math.Max(1, members / 64))
        {
            var (oneSpec, oneData) = i == 0 ? (spec, data) : Stacks.Relative(spec, data, i);
            using var textbook = TorchEngine.SetUpTextbook(oneSpec, oneData);
            TrainingSupport.AssertClose(textbook.Step(int.MaxValue), losses[i]);
        }
    }

    [Theory, MemberData(nameof(OptimizerSettings.Names), MemberType = typeof(OptimizerSettings))]
    public void Step_OfManySamples_GivesTheTextbookSessionsLosses(string optimizer)
    {
        var (spec, data) = (TrainingSupport.Spec(OptimizerSettings.Get(optimizer)), TrainingSupport.SmallData(samples: 1000));
        using var textbook = TorchEngine.SetUpTextbook(spec, data);
        using var stack = Company(spec, data, members: 3);

        TrainingSupport.AssertClose(textbook.Step(60), stack.Step(60)[0]);
    }

    [Fact]
    public void Tutorial_EveryTenthEpoch_PrintsWhatPyTorchPrints()
    {
        var reference = ReferenceCases.Get("tutorial");
        using var stack = Company(reference.Spec, reference.Data, 10);

        Assert.Equal(EveryTenth(reference.Losses), EveryTenth(stack.Step(100)[0]));
    }

    [Fact]
    public void Step_MembersOfDifferentEpochs_EachStopsAtItsOwn()
    {
        int[] epochs = [3, 300, 1, 150, 3];
        var members = epochs.Select(count => Stacks.Member(TrainingSupport.Spec(epochs: count), TrainingSupport.SmallData())).ToArray();
        using var stack = Stacks.Of(members);

        Assert.Equal([3, 200, 1, 150, 3], stack.Step(200).Select(losses => losses.Length));
        Assert.Equal([0, 100, 0, 0, 0], stack.Step(200).Select(losses => losses.Length));
        Assert.Equal(epochs, members.Select(member => member.Epoch));
        Assert.Equal(epochs.Select(count => Stacks.Alone(TrainingSupport.Spec(epochs: count), TrainingSupport.SmallData()).Checkpoint),
            members.Select(member => member.Save()));
    }

    [Theory, InlineData(0, 12), InlineData(5, 12), InlineData(0, 300)]
    public void Step_WhenSomeDiverge_TheyStopAtTheirFirstLossThatIsNotFiniteAndDisturbNobody(int hidden, int samples)
    {
        var data = TrainingSupport.SmallData(samples);
        var network = new NetworkSpec { Hidden = hidden == 0 ? [] : [hidden] };
        double[] rates = [0.01, 1e6, 0.02, 10, 0.01, 1e6];
        var specs = rates.Select(rate => TrainingSupport.Spec(new OptimizerSpec { LearningRate = rate }, network: network, epochs: 200)).ToArray();
        var members = specs.Select(spec => Stacks.Member(spec, data)).ToArray();
        using var stack = Stacks.Of(members);

        var losses = stack.Step(int.MaxValue);

        Assert.Equal(rates.Select(rate => rate < 1), losses.Select(each => each.All(float.IsFinite)));
        for (var i = 0; i < members.Length; i++)
        {
            var (alone, checkpoint) = Stacks.Alone(specs[i], data);
            Assert.Equal(alone, losses[i].Bits());
            Assert.Equal(checkpoint, members[i].Save());
            Assert.All(losses[i].SkipLast(1), loss => Assert.True(float.IsFinite(loss)));
        }
    }

    [Fact]
    public void Load_OfATextbookSessionsCheckpoint_GoesOnFromThere()
    {
        foreach (var name in OptimizerSettings.All)
        {
            var spec = TrainingSupport.Spec(OptimizerSettings.Get(name), network: new NetworkSpec { Hidden = [5] });
            using var textbook = TorchEngine.SetUpTextbook(spec, TrainingSupport.SmallData());
            textbook.Step(20);
            var member = Stacks.Member(spec, TrainingSupport.SmallData());
            member.Load(textbook.Save());

            Assert.Equal(textbook.Save(), member.Save());
            TrainingSupport.AssertClose(textbook.Step(20), member.Step(20));
        }
    }

    [Fact]
    public void Load_OfAMember_TakesEffectInItsStack()
    {
        var spec = TrainingSupport.Spec(OptimizerSettings.Get("sgd, momentum"));
        var member = Stacks.Member(spec, TrainingSupport.SmallData());
        using var stack = Stacks.Of(member, Stacks.Member(spec with { Seed = 9 }, TrainingSupport.SmallData()));
        var beginning = member.Save();
        var losses = stack.Step(20)[0];
        member.Load(beginning);

        Assert.Equal(losses.Bits(), stack.Step(20)[0].Bits());
    }

    [Fact]
    public void Leave_ThenStepAlone_GoesOnWithTheSameBits()
    {
        var spec = TrainingSupport.Spec(OptimizerSettings.Get("adam"));
        var member = Stacks.Member(spec, TrainingSupport.SmallData());
        using var stack = Stacks.Of(Stacks.Member(spec with { Seed = 9 }, TrainingSupport.SmallData()), member);
        stack.Step(20);

        Assert.True(stack.Leave(member));
        Assert.False(stack.Leave(member));
        Assert.Single(stack.Step(1));
        member.Step(int.MaxValue);
        Assert.Equal(Stacks.Alone(spec, TrainingSupport.SmallData()).Checkpoint, member.Save());
    }

    [Fact]
    public void Step_OfNobody_DoesNothing()
    {
        var member = Stacks.Member(TrainingSupport.Spec(), TrainingSupport.SmallData());
        using var stack = Stacks.Of(member);
        stack.Leave(member);

        Assert.Empty(stack.Step(10));
    }

    [Fact]
    public void Join_OfAStranger_SaysWhatFits()
    {
        using var stack = Stacks.Of(Stacks.Member(TrainingSupport.Spec(), TrainingSupport.SmallData()));
        using var textbook = TorchEngine.SetUpTextbook(TrainingSupport.Spec(), TrainingSupport.SmallData());

        Assert.Contains("3-2", Assert.Throws<ArgumentException>(() => stack.Join(textbook)).Message);
        Assert.Throws<ArgumentException>(() => stack.Join(Stacks.Member(TrainingSupport.Spec(), TrainingSupport.SmallData(samples: 13))));
        Assert.Contains("member already", Assert.Throws<ArgumentException>(() => stack.Join(stack.Members[0])).Message);
    }

    private static IStackedSession Company(ExperimentSpec spec, DataSet data, int members) => Stacks.Of(
        [.. Enumerable.Range(0, members)
            .Select(number => number == 0 ? (Spec: spec, Data: data) : Stacks.Relative(spec, data, number))
            .Select(one => Stacks.Member(one.Spec, one.Data))]);

    private static IEnumerable<string> EveryTenth(float[] losses) => losses.Where((_, epoch) => epoch % 10 == 9).Select(loss => loss.ToString("F4"));
}
