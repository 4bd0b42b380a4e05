using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Tests.Reference;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Every reference run, reproduced from the data and settings in the file. Oracle: PyTorch 1.13.</summary>
public abstract class ReferenceRunContract
{
    public static TheoryData<string> Names => ReferenceCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void SetUp_ForASeed_GivesPyTorchsInitialWeightsBitForBit(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = SetUp(reference);

        Assert.Equal(reference.Initial.SelectMany(weights => weights).Bits(), session.WeightBits());
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_EveryEpoch_GivesPyTorchsLoss(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = SetUp(reference);

        TrainingSupport.AssertClose(reference.Losses, session.Step(int.MaxValue));
        Assert.Equal(reference.Spec.Epochs, session.Epoch);
    }

    [Theory, MemberData(nameof(Names))]
    public void Export_AfterTheLastEpoch_GivesPyTorchsWeights(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = SetUp(reference);
        session.Step(int.MaxValue);

        TrainingSupport.AssertClose(reference.Final.SelectMany(weights => weights), session.Weights().SelectMany(weights => weights));
    }

    [Theory, MemberData(nameof(Names))]
    public void Predict_AfterTheLastEpoch_GivesPyTorchsPredictions(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = SetUp(reference);
        session.Step(int.MaxValue);
        var rows = reference.Data.X.Take(5 * reference.Data.Features).Select(value => (float)value);

        TrainingSupport.AssertClose(reference.FirstPredictions, session.Predict([.. rows]));
    }

    [Fact]
    public void Tutorial_EveryTenthEpoch_PrintsTheTutorialsLines()
    {
        using var session = SetUp(ReferenceCases.Get("tutorial"));
        var losses = session.Step(100);

        Assert.Equal("4378.2764", losses[9].ToString("F4"));
        Assert.Equal("563.9186", losses[99].ToString("F4"));
    }

    /// <summary>A session at epoch 0.</summary>
    protected abstract ITrainingSession SetUp(ExperimentSpec spec, DataSet data);

    private ITrainingSession SetUp(ReferenceCase reference) => SetUp(reference.Spec, reference.Data);
}
