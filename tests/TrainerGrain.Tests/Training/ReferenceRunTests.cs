using Distributed.TrainerGrain.Tests.Reference;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Every reference run, reproduced from the data and settings in the file. Oracle: PyTorch 1.13.</summary>
public sealed class ReferenceRunTests
{
    public static TheoryData<string> Names => ReferenceCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void SetUp_ForASeed_GivesPyTorchsInitialWeightsBitForBit(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = reference.SetUp();

        Assert.Equal(reference.Initial.SelectMany(weights => weights).Bits(), session.WeightBits());
    }

    [Theory, MemberData(nameof(Names))]
    public void Step_EveryEpoch_GivesPyTorchsLoss(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = reference.SetUp();

        TrainingSupport.AssertClose(reference.Losses, session.Step(int.MaxValue));
        Assert.Equal(reference.Spec.Epochs, session.Epoch);
    }

    [Theory, MemberData(nameof(Names))]
    public void Export_AfterTheLastEpoch_GivesPyTorchsWeights(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = reference.SetUp();
        session.Step(int.MaxValue);

        TrainingSupport.AssertClose(reference.Final.SelectMany(weights => weights), session.Weights().SelectMany(weights => weights));
    }

    [Theory, MemberData(nameof(Names))]
    public void Predict_AfterTheLastEpoch_GivesPyTorchsPredictions(string name)
    {
        var reference = ReferenceCases.Get(name);
        using var session = reference.SetUp();
        session.Step(int.MaxValue);
        var rows = reference.Data.X.Take(5 * reference.Data.Features).Select(value => (float)value);

        TrainingSupport.AssertClose(reference.FirstPredictions, session.Predict([.. rows]));
    }

    [Fact]
    public void Tutorial_EveryTenthEpoch_PrintsTheTutorialsLines()
    {
        using var session = ReferenceCases.Get("tutorial").SetUp();
        var losses = session.Step(100);

        Assert.Equal("4378.2764", losses[9].ToString("F4"));
        Assert.Equal("563.9186", losses[99].ToString("F4"));
    }
}
