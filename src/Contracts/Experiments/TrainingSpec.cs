using System.Text.Json.Serialization;

namespace Distributed.Contracts.Experiments;

/// <summary>The network: hidden layers of the given widths, then a linear layer. No hidden layer is linear regression.</summary>
public sealed record NetworkSpec
{
    /// <summary>Widths of the hidden layers, at most 8 of 1–1,024 each.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <summary>What follows each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;
}

/// <summary>Activation functions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Activation>))]
public enum Activation
{
    /// <summary>max(0, x)</summary>
    [JsonStringEnumMemberName("relu")]
    Relu = 0,

    /// <summary>Hyperbolic tangent.</summary>
    [JsonStringEnumMemberName("tanh")]
    Tanh = 1,
}

/// <summary>The loss, averaged over all samples and targets.</summary>
public sealed record LossSpec
{
    /// <summary>Which loss.</summary>
    public LossKind Kind { get; init; } = LossKind.Mse;

    /// <summary>Where Huber and smooth L1 pass from square to linear (PyTorch's <c>delta</c> and <c>beta</c>); &gt; 0. Others ignore it.</summary>
    public double Delta { get; init; } = 1.0;
}

/// <summary>Losses, with PyTorch's definitions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LossKind>))]
public enum LossKind
{
    /// <summary>Mean squared error.</summary>
    [JsonStringEnumMemberName("mse")]
    Mse = 0,

    /// <summary>Mean absolute error.</summary>
    [JsonStringEnumMemberName("l1")]
    L1 = 1,

    /// <summary>Huber loss.</summary>
    [JsonStringEnumMemberName("huber")]
    Huber = 2,

    /// <summary>Smooth L1 loss.</summary>
    [JsonStringEnumMemberName("smoothL1")]
    SmoothL1 = 3,
}

/// <summary>The optimizer and its settings, with PyTorch's meanings.</summary>
public sealed record OptimizerSpec
{
    /// <summary>Which optimizer.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Sgd;

    /// <summary>Step size; &gt; 0.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>SGD: 0 ≤ momentum &lt; 1.</summary>
    public double Momentum { get; init; }

    /// <summary>SGD: share of the gradient kept out of the momentum buffer, 0–1.</summary>
    public double Dampening { get; init; }

    /// <summary>L2 penalty, ≥ 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>SGD: Nesterov momentum; needs momentum &gt; 0 and dampening 0.</summary>
    public bool Nesterov { get; init; }
}

/// <summary>Optimizers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent, here with the whole data set as the batch.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd = 0,

    /// <summary>Adam with PyTorch's default betas (0.9, 0.999) and eps 1e-8.</summary>
    [JsonStringEnumMemberName("adam")]
    Adam = 1,
}
