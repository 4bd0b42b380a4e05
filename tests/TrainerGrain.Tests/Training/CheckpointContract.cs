using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>What saving and loading means for every session.</summary>
public abstract class CheckpointContract
{
    public static TheoryData<string> Settings => OptimizerSettings.Names;

    [Theory, MemberData(nameof(Settings))]
    public void Load_AtAnyEpoch_GoesOnWithTheBitsOfAnUndisturbedRun(string name)
    {
        var spec = TrainingSupport.Spec(OptimizerSettings.Get(name), network: new NetworkSpec { Hidden = [5] });
        using var undisturbed = SetUp(spec);
        var losses = undisturbed.Step(60);

        foreach (var epoch in new[] { 0, 1, 2, 37, 60 })
        {
            using var first = SetUp(spec);
            var before = first.Step(epoch);
            using var second = SetUp(spec);
            second.Step(11);
            second.Load(first.Save());

            Assert.Equal(epoch, second.Epoch);
            Assert.Equal(losses.Bits(), before.Concat(second.Step(60)).Bits());
            Assert.Equal(undisturbed.WeightBits(), second.WeightBits());
        }
    }

    [Fact]
    public void Save_OfALoadedSession_GivesTheSameBytes()
    {
        var spec = TrainingSupport.Spec(OptimizerSettings.Get("adam"));
        using var first = SetUp(spec);
        first.Step(5);
        using var second = SetUp(spec);
        second.Load(first.Save());

        Assert.Equal(first.Save(), second.Save());
    }

    [Fact]
    public void Load_OfARunWithFewerEpochs_ExtendsIt()
    {
        using var shorter = SetUp(TrainingSupport.Spec(epochs: 10));
        shorter.Step(10);
        using var longer = SetUp(TrainingSupport.Spec(epochs: 30));
        longer.Load(shorter.Save());

        Assert.Equal(20, longer.Step(100).Length);
    }

    [Fact]
    public void Load_OfARunWithMoreEpochsDone_Refuses()
    {
        using var longer = SetUp(TrainingSupport.Spec(epochs: 30));
        longer.Step(30);
        using var shorter = SetUp(TrainingSupport.Spec(epochs: 10));

        Assert.Contains("epoch 30", Assert.Throws<InvalidDataException>(() => shorter.Load(longer.Save())).Message);
    }

    public static TheoryData<string, ExperimentSpec> OtherRuns => new()
    {
        { "optimizer", TrainingSupport.Spec(new OptimizerSpec { LearningRate = 0.02 }) },
        { "loss", TrainingSupport.Spec(loss: new LossSpec { Kind = LossKind.L1 }) },
        { "network", TrainingSupport.Spec(network: new NetworkSpec { Hidden = [3] }) },
        { "seed", TrainingSupport.Spec(seed: 4) },
    };

    [Theory, MemberData(nameof(OtherRuns), DisableDiscoveryEnumeration = true)]
    public void Load_OfAnotherSpec_RefusesAndNamesBoth(string what, ExperimentSpec other)
    {
        using var theirs = SetUp(other);
        using var ours = SetUp(TrainingSupport.Spec());
        var before = ours.Save();

        var failure = Assert.Throws<InvalidDataException>(() => ours.Load(theirs.Save()));

        Assert.Contains("another run", failure.Message);
        Assert.Contains(what, failure.Message);
        Assert.Equal(before, ours.Save());
    }

    [Fact]
    public void Load_OfOtherData_Refuses()
    {
        var data = TrainingSupport.SmallData();
        var changed = data with { X = [data.X[0] + 1e-12, .. data.X[1..]] };
        using var theirs = SetUp(TrainingSupport.Spec(), changed);
        using var ours = SetUp(TrainingSupport.Spec());

        Assert.Throws<InvalidDataException>(() => ours.Load(theirs.Save()));
    }

    [Fact]
    public void Load_OfBytesCutAnywhere_Refuses()
    {
        using var session = SetUp(TrainingSupport.Spec(OptimizerSettings.Get("sgd, momentum")));
        session.Step(3);
        var whole = session.Save();
        session.Step(3);
        var before = session.WeightBits();

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => session.Load(whole[..length]));
        }

        Assert.Throws<InvalidDataException>(() => session.Load([.. whole, 0]));
        Assert.Equal(before, session.WeightBits());
        Assert.Equal(6, session.Epoch);
    }

    [Theory]
    [InlineData(0, "DTCK")]
    [InlineData(4, "format version")]
    public void Load_OfAnotherFormat_SaysSo(int changed, string sentence)
    {
        using var session = SetUp(TrainingSupport.Spec());
        var bytes = session.Save();
        bytes[changed]++;

        Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => session.Load(bytes)).Message);
    }

    /// <summary>A session at epoch 0.</summary>
    protected abstract ITrainingSession SetUp(ExperimentSpec spec, DataSet data);

    private ITrainingSession SetUp(ExperimentSpec spec) => SetUp(spec, TrainingSupport.SmallData());
}
