using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Tests.Reference;
using Distributed.TrainerGrain.Training;
using TorchSharp;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>What every session does.</summary>
public abstract class SessionContract
{
    [Fact]
    public void Step_PastTheLastEpoch_TrainsNoFurther()
    {
        using var session = Tutorial();

        Assert.Equal(60, session.Step(60).Length);
        Assert.Equal(40, session.Step(60).Length);
        Assert.Empty(session.Step(60));
        Assert.Equal(100, session.Epoch);
    }

    [Fact]
    public void Step_InAnyPortions_GivesTheSameBits()
    {
        using var whole = Tutorial();
        using var portions = Tutorial();
        var losses = new[] { 1, 2, 30, 67 }.SelectMany(portions.Step);

        Assert.Equal(whole.Step(100).Bits(), losses.Bits());
    }

    [Fact]
    public void Step_WhenTheLossDiverges_StopsAfterTheFirstThatIsNotFinite()
    {
        var spec = TrainingSupport.Spec(new OptimizerSpec { LearningRate = 1e6 }, epochs: 1000);
        using var session = SetUp(spec, TrainingSupport.SmallData());

        var losses = session.Step(1000);

        Assert.InRange(losses.Length, 2, 100);
        Assert.All(losses[..^1], loss => Assert.True(float.IsFinite(loss)));
        Assert.False(float.IsFinite(losses[^1]));
        Assert.Equal(losses.Length, session.Epoch);
    }

    [Fact]
    public void SetUp_AfterOtherWork_GivesTheSameBits()
    {
        using var first = Tutorial();
        using var between = SetUp(ReferenceCases.Get("mlp-tanh").Spec, ReferenceCases.Get("mlp-tanh").Data);
        between.Step(3);
        var reference = ReferenceCases.Get("tutorial");
        using var second = SetUp(reference.Spec, reference.Data);

        Assert.Equal(first.WeightBits(), second.WeightBits());
        Assert.Equal(first.Step(100).Bits(), second.Step(100).Bits());
        Assert.Equal(first.WeightBits(), second.WeightBits());
    }

    [Fact]
    public void Export_GivesEachLayersShape()
    {
        var network = new NetworkSpec { Hidden = [7, 4], Activation = Activation.Tanh };
        using var session = SetUp(TrainingSupport.Spec(network: network), TrainingSupport.SmallData());

        var trained = session.Export();

        Assert.Equal(Activation.Tanh, trained.Activation);
        Assert.Equal([(3, 7), (7, 4), (4, 2)], trained.Layers.Select(layer => (layer.Inputs, layer.Outputs)));
        Assert.All(trained.Layers, layer => Assert.Equal(layer.Inputs * layer.Outputs, layer.Weight.Length));
        Assert.All(trained.Layers, layer => Assert.Equal(layer.Outputs, layer.Bias.Length));
    }

    [Fact]
    public void Predict_OfRowsThatAreNotWhole_SaysHowWideARowIs()
    {
        using var session = SetUp(TrainingSupport.Spec(), TrainingSupport.SmallData());

        Assert.Contains("rows of 3", Assert.Throws<ArgumentException>(() => session.Predict([1, 2, 3, 4])).Message);
        Assert.Equal(4, session.Predict([1, 2, 3, 4, 5, 6]).Length);
        Assert.Empty(session.Predict([]));
    }

    [Fact]
    public void Session_SurvivesTheDisposeScopeInWhichItWasSetUp()
    {
        ITrainingSession session;
        using (torch.NewDisposeScope())
        {
            session = Tutorial();
            session.Step(10);
        }

        using (session)
        {
            Assert.Equal(90, session.Step(100).Length);
        }
    }

    [Fact]
    public void Verbs_LeaveNothingInTheCallersDisposeScope()
    {
        using var session = Tutorial();
        using var scope = torch.NewDisposeScope();

        session.Step(5);
        session.Load(session.Save());
        session.Predict([1, 2]);
        session.Export();

        Assert.Equal(0, scope.DisposablesCount);
    }

    /// <summary>A session at epoch 0.</summary>
    protected abstract ITrainingSession SetUp(ExperimentSpec spec, DataSet data);

    private ITrainingSession Tutorial() => SetUp(ReferenceCases.Get("tutorial").Spec, ReferenceCases.Get("tutorial").Data);
}
