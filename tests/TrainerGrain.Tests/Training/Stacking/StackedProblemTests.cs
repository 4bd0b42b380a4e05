using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

/// <summary>Gradients and losses of a stack's members. Oracle: the engine's own autograd, one member at a time.</summary>
public sealed class StackedProblemTests
{
    private const int Members = 5;

    // Of float32 sums in another order, relative to the largest number of the gradient.
    private const double Tolerance = 2e-6;

    public static TheoryData<LossKind, int[], Activation, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<LossKind, int[], Activation, int, int>();
            foreach (var loss in Enum.GetValues<LossKind>())
            {
                cases.Add(loss, [], Activation.Relu, 3, 50);
                cases.Add(loss, [], Activation.Relu, 1, 20);
                cases.Add(loss, [], Activation.Relu, 32, 300);
                cases.Add(loss, [], Activation.Relu, 40, 300);
                cases.Add(loss, [1], Activation.Tanh, 1, 100);
                cases.Add(loss, [7], Activation.Relu, 3, 50);
                cases.Add(loss, [4, 6], Activation.Tanh, 2, 50);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradient_OfEveryMember_IsAutograds(LossKind loss, int[] hidden, Activation activation, int features, int samples)
    {
        using var scope = NewDisposeScope();
        var members = MembersOf(loss, new NetworkSpec { Hidden = hidden, Activation = activation }, features, samples);
        using var problem = StackedProblem.Of(members, Parameters(members));

        float[] gradients;
        using (no_grad())
        {
            gradients = problem.Gradient().Floats();
        }

        var losses = problem.TakeLosses().Floats();
        var width = members[0].Layout.Length;
        for (var i = 0; i < Members; i++)
        {
            var (value, gradient) = Autograd(members[i]);
            TrainingSupport.AssertClose([value], [losses[i]], Tolerance);
            var scale = gradient.Max(MathF.Abs);
            Assert.All(gradient.Zip(gradients.Skip(i * width)), pair => Assert.Equal(pair.First, pair.Second, Tolerance * scale));
        }
    }

    [Theory]
    [InlineData(LossKind.Mse, 256, 32, 0, true)]
    [InlineData(LossKind.Mse, 255, 32, 0, false)]
    [InlineData(LossKind.Mse, 256, 33, 0, false)]
    [InlineData(LossKind.Mse, 256, 32, 1, false)]
    [InlineData(LossKind.L1, 256, 32, 0, false)]
    public void Of_LinearSquaredErrorOfManySamples_IsInClosedForm(LossKind loss, int samples, int features, int hiddenLayers, bool closedForm)
    {
        var network = new NetworkSpec { Hidden = [.. Enumerable.Repeat(3, hiddenLayers)] };
        using var scope = NewDisposeScope();
        var members = MembersOf(loss, network, features, samples);
        using var problem = StackedProblem.Of(members, Parameters(members));

        Assert.Equal(closedForm, problem is NormalEquations);
    }

    private static StackMember[] MembersOf(LossKind loss, NetworkSpec network, int features, int samples)
    {
        var spec = TrainingSupport.Spec(loss: new LossSpec { Kind = loss }, network: network);
        var data = TrainingSupport.SmallData(samples, features);
        return [.. Enumerable.Range(0, Members).Select(number => Stacks.Relative(spec, data, number)).Select(one => new StackMember(one.Spec, one.Data))];
    }

    private static Tensor Parameters(StackMember[] members) => stack(members.Select(member => tensor(member.Parameters)));

    private static (float Loss, float[] Gradient) Autograd(StackMember member)
    {
        using var network = Networks.Build(member.Spec.Network, member.Data.Features, member.Data.Targets, member.Spec.Seed);
        var (x, y) = (Tensor(member.Data, member.Data.X, member.Data.Features), Tensor(member.Data, member.Data.Y, member.Data.Targets));
        var loss = Losses.Build(member.Spec.Loss)(network.call(x), y);
        loss.backward();
        return (loss.item<float>(), member.Layout.Pack([.. network.parameters().Select(parameter => parameter.grad!.Floats())]));
    }

    private static Tensor Tensor(DataSet data, double[] values, int columns) =>
        tensor(values, [data.Samples, columns], dtype: ScalarType.Float32);
}
