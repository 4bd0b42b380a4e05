using TorchSharp;
using TorchSharp.Modules;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class ModuleTests
{
    [Fact]
    public void Linear_AfterSeedZero_HasPyTorchsWeights()
    {
        manual_seed(0);
        using var layer = nn.Linear(1, 1);

        // torch.manual_seed(0); torch.nn.Linear(1, 1), as PyTorch prints it.
        Assert.Equal(-0.007486820220947266f, layer.weight.item<float>());
        Assert.Equal(0.5364435911178589f, layer.bias!.item<float>());
    }

    [Fact]
    public void Linear_InitialWeights_StayWithinOneOverTheRootOfTheInputs()
    {
        using var layer = nn.Linear(16, 200);

        Assert.Equal([200L, 16L], layer.weight.shape);
        Assert.Equal([200L], layer.bias!.shape);
        Assert.All(layer.weight.Doubles().Concat(layer.bias!.Doubles()), value => Assert.InRange(value, -0.25, 0.25));
        Assert.Contains(layer.weight.Doubles(), value => Math.Abs(value) > 0.24);
    }

    [Fact]
    public void Linear_Forward_IsXTimesWeightTransposedPlusBias()
    {
        var weight = nn.Parameter(Matrix(2, 3, 1, 2, 3, 4, 5, 6));
        using var layer = nn.Linear(weight, nn.Parameter(Vector(10, 20)));

        AssertTensor([1, 2], [24, 52], layer.call(Matrix(1, 3, 1, 2, 3)));
        AssertTensor([1, 2], [24, 52], layer.forward(Matrix(1, 3, 1, 2, 3)));
        AssertTensor([1, 2], [14, 32], nn.functional.linear(Matrix(1, 3, 1, 2, 3), weight));
        Assert.Equal((3, 2), (layer.in_features, layer.out_features));
    }

    [Fact]
    public void Linear_WithoutBias_HasOneParameter()
    {
        using var layer = nn.Linear(3, 2, hasBias: false);

        Assert.Null(layer.bias);
        Assert.Equal(["weight"], layer.named_parameters().Select(entry => entry.name));
    }

    [Fact]
    public void Parameter_TakesTheTensorOver()
    {
        var data = Vector(1, 2);
        var parameter = new Parameter(data);

        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        Assert.False(new Parameter(Vector(1), requires_grad: false).requires_grad);
        AssertTensor([2], [1, 2], parameter);
    }

    [Fact]
    public void Parameter_MadeInAScope_BelongsToIt()
    {
        Parameter parameter;
        using (NewDisposeScope())
        {
            parameter = nn.Parameter(ones(1));
        }

        Assert.True(parameter.IsInvalid);
    }

    [Fact]
    public void Sequential_ListsParametersLayerByLayer()
    {
        using var network = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1));

        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.named_parameters().Select(entry => entry.name));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.state_dict().Keys);
        Assert.Equal(["0", "1", "2"], network.named_children().Select(entry => entry.name));
        Assert.Equal([6L, 3L, 3L, 1L], network.parameters().Select(parameter => parameter.numel()));
        Assert.Equal(3, network.Count);
    }

    [Fact]
    public void Sequential_Forward_RunsItsModulesInOrder()
    {
        using var network = nn.Sequential(("first", Layer(2, -1)), ("act", nn.ReLU()), ("second", Layer(10, 1)));

        AssertTensor([2, 1], [31, 1], network.call(Matrix(2, 1, 2, -3)));
        Assert.Equal("second.bias", network.named_parameters().Last().name);
    }

    [Fact]
    public void Activations_AreTheirFunctions()
    {
        AssertTensor([2], [0, 2], nn.ReLU().call(Vector(-1, 2)));
        AssertTensor([2], [Math.Tanh(-1), Math.Tanh(2)], nn.Tanh(inplace: false).call(Vector(-1, 2)));
        var changed = Vector(-1, 2);
        nn.functional.relu(changed, inplace: true);
        AssertTensor([2], [0, 2], changed);
    }

    [Fact]
    public void LoadStateDict_CopiesIntoTheSameTensors()
    {
        using var source = nn.Sequential(nn.Linear(2, 1));
        using var target = nn.Sequential(nn.Linear(2, 1));
        var weight = target.parameters().First();

        target.load_state_dict(source.state_dict());

        Assert.Equal(source.parameters().First().Doubles(), weight.Doubles());
        source.parameters().First().detach().fill_(100);
        Assert.NotEqual(source.parameters().First().Doubles(), weight.Doubles());
    }

    [Fact]
    public void LoadStateDict_OfOtherNames_ThrowsOnlyWhenStrict()
    {
        using var source = nn.Sequential(nn.Linear(2, 1));
        using var target = nn.Linear(2, 1);

        Assert.Throws<InvalidOperationException>(() => target.load_state_dict(source.state_dict()));
        var (missing, unexpected) = target.load_state_dict(source.state_dict(), strict: false);
        Assert.Equal(["weight", "bias"], missing);
        Assert.Equal(["0.weight", "0.bias"], unexpected);
    }

    [Fact]
    public void CustomModule_RegistersWhatItsFieldsHold()
    {
        using var module = new Scaled();

        Assert.Equal(["_scale", "_layer.weight", "_layer.bias"], module.named_parameters().Select(entry => entry.name));
        Assert.Equal(["_offset"], module.named_buffers().Select(entry => entry.name));
        Assert.Equal("Scaled", module.GetName());
        Assert.Equal([1L, 1L], module.call(ones(1, 2)).shape);
    }

    [Fact]
    public void TrainAndEval_ReachEveryPart()
    {
        using var network = nn.Sequential(nn.Linear(1, 1), nn.ReLU());
        Assert.True(network.training);
        network.eval();

        Assert.False(network.training);
        Assert.All(network.named_children(), child => Assert.False(child.module.training));
        network.train();
        Assert.All(network.named_children(), child => Assert.True(child.module.training));
    }

    [Fact]
    public void ZeroGrad_ClearsOrZeroesTheGradients()
    {
        using var layer = nn.Linear(1, 1);
        layer.call(ones(1, 1)).sum().backward();
        layer.zero_grad(set_to_none: false);
        AssertTensor([1, 1], [0], layer.weight.grad!);
        layer.zero_grad();
        Assert.Null(layer.weight.grad);
    }

    private static Linear Layer(double weight, double bias) => nn.Linear(nn.Parameter(Matrix(1, 1, weight)), nn.Parameter(Vector(bias)));

    private sealed class Scaled : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter _scale = nn.Parameter(ones(1));
        private readonly Linear _layer = nn.Linear(2, 1);
        private readonly Tensor _offset = ones(1);

        public Scaled()
            : base("Scaled") => RegisterComponents();

        public override Tensor forward(Tensor input) => (_layer.call(input) * _scale) + _offset;
    }
}
