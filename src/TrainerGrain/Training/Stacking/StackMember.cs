using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// One experiment that can be trained together with others of its shape. Between steps all of it is here, in managed memory, so that
/// it can be saved, exported and left alone like any other session; in a step its numbers are a row of the stack's tensors.
/// </summary>
internal sealed class StackMember : ITrainingSession
{
    private readonly Lazy<SufficientStatistics> _statistics;
    private string? _signature;

    public StackMember(ExperimentSpec spec, DataSet data)
    {
        (Spec, Data, Shape, Layout) = (spec, data, StackShape.Of(spec, data), new ParameterLayout(spec.Network, data));
        _statistics = new Lazy<SufficientStatistics>(() => SufficientStatistics.Of(data));
        Parameters = Layout.Pack([.. InitialWeights.Draw(Networks.WidthsOf(spec.Network, data), spec.Seed)]);
        State = [.. Enumerable.Range(0, StackedOptimizer.StatesOf(Shape)).Select(_ => new float[Layout.Length])];
    }

    public ExperimentSpec Spec { get; }

    public DataSet Data { get; }

    /// <inheritdoc/>
    public StackShape Shape { get; }

    public ParameterLayout Layout { get; }

    public SufficientStatistics Statistics => _statistics.Value;

    /// <inheritdoc/>
    public int Epoch { get; private set; }

    /// <summary>A row, as <see cref="Layout"/> says.</summary>
    public float[] Parameters { get; private set; }

    /// <summary>What the optimizer remembers of each parameter, in rows of the same layout.</summary>
    public float[][] State { get; private set; }

    private string Signature => _signature ??= Checkpoint.SignatureOf(Spec, Data);

    /// <summary>Trains it alone. A member of a stack is stepped by its stack.</summary>
    public float[] Step(int epochs)
    {
        using var alone = new StackedSession(Shape);
        alone.Join(this);
        return alone.Step(epochs)[0];
    }

    /// <summary>Takes what an epoch or more have made of it.</summary>
    public void Advance(int epochs, float[] parameters, float[][] state)
    {
        Epoch += epochs;
        (Parameters, State) = (parameters, state);
    }

    /// <inheritdoc/>
    public byte[] Save() => new Checkpoint(Signature, Epoch, [.. State.Prepend(Parameters).SelectMany(Tensors)]).ToBytes();

    /// <inheritdoc/>
    public void Load(byte[] checkpoint)
    {
        var saved = Checkpoint.Parse(checkpoint);
        saved.RequireFit(Signature, Spec.Epochs, [.. Enumerable.Repeat(Layout.Sizes, 1 + State.Length).SelectMany(sizes => sizes)]);
        float[][] rows = [.. saved.Tensors.Chunk(2 * Layout.Layers.Count).Select(Layout.Pack)];
        (Parameters, State, Epoch) = (rows[0], rows[1..], saved.Epoch);
    }

    /// <inheritdoc/>
    public TrainedNetwork Export() => new([.. Layout.Unpack(Parameters)], Spec.Network.Activation);

    /// <inheritdoc/>
    public float[] Predict(float[] x)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var layers = Layout.Unpack(Parameters).ToArray();
        var output = Forward(layers[0], TensorFloats.RowsOf(x, Data.Features));
        foreach (var layer in layers.Skip(1))
        {
            output = Forward(layer, Activations.Apply(Spec.Network.Activation, output));
        }

        return output.Floats();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outside of managed memory is its own.
    }

    private static Tensor Forward(LinearLayer layer, Tensor input) =>
        tensor(layer.Bias).addmm(input, tensor(layer.Weight, [layer.Outputs, layer.Inputs]).t());

    private IEnumerable<float[]> Tensors(float[] row) => Layout.Unpack(row).SelectMany(layer => new[] { layer.Weight, layer.Bias });
}
