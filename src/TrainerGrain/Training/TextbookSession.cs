using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training.Stacking;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>One network, trained the way every PyTorch tutorial does it, with the whole data set as the batch.</summary>
internal sealed class TextbookSession : ITrainingSession
{
    private readonly ExperimentSpec _spec;
    private readonly DataSet _data;
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly Sequential _network;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Func<Tensor, Tensor, Tensor> _criterion;
    private readonly Optimizer _optimizer;
    private string? _signature;

    public TextbookSession(ExperimentSpec spec, DataSet data)
    {
        (_spec, _data) = (spec, data);
        _x = tensor(data.X, [data.Samples, data.Features], dtype: ScalarType.Float32).DetachFromDisposeScope();
        _y = tensor(data.Y, [data.Samples, data.Targets], dtype: ScalarType.Float32).DetachFromDisposeScope();
        _network = Networks.Build(spec.Network, data.Features, data.Targets, spec.Seed);
        _parameters = [.. _network.parameters()];
        _criterion = Losses.Build(spec.Loss);
        _optimizer = Optimizers.Build(spec.Optimizer, _parameters);
    }

    public StackShape Shape => StackShape.Of(_spec, _data);

    public int Epoch { get; private set; }

    private string Signature => _signature ??= Checkpoint.SignatureOf(_spec, _data);

    private IEnumerable<Tensor> State => _parameters.Concat(_optimizer.State);

    public float[] Step(int epochs)
    {
        var losses = new List<float>();
        for (var left = Math.Min(epochs, _spec.Epochs - Epoch); left > 0; left--)
        {
            losses.Add(TrainEpoch());
            Epoch++;
            if (!float.IsFinite(losses[^1]))
            {
                break;
            }
        }

        return [.. losses];
    }

    public byte[] Save() => new Checkpoint(Signature, Epoch, [.. State.Select(tensor => tensor.Floats())]).ToBytes();

    public void Load(byte[] checkpoint)
    {
        var saved = Checkpoint.Parse(checkpoint);
        saved.RequireFit(Signature, _spec.Epochs, [.. State.Select(tensor => tensor.numel())]);
        foreach (var (tensor, values) in State.Zip(saved.Tensors))
        {
            tensor.SetFloats(values);
        }

        Epoch = _optimizer.Steps = saved.Epoch;
    }

    public TrainedNetwork Export() => new([.. _parameters.Chunk(2).Select(LayerOf)], _spec.Network.Activation);

    public float[] Predict(float[] x)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        return _network.call(TensorFloats.RowsOf(x, _data.Features)).Floats();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _y.Dispose();
        _x.Dispose();
    }

    private float TrainEpoch()
    {
        using var scope = NewDisposeScope();

        var prediction = _network.call(_x);
        var loss = _criterion(prediction, _y);
        loss.backward();
        _optimizer.Step();
        _optimizer.ZeroGrad();

        return loss.item<float>();
    }

    private static LinearLayer LayerOf(Parameter[] layer)
    {
        var (weight, bias) = (layer[0], layer[1]);
        return new LinearLayer(weight.Floats(), bias.Floats(), checked((int)weight.size(1)), checked((int)weight.size(0)));
    }
}
