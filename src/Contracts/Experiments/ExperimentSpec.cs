namespace Distributed.Contracts.Experiments;

/// <summary>
/// What a user asks for: one model fitted to one data set. Every default is the linear-regression tutorial's.
/// A spec that came through <see cref="SpecReader"/> is valid; nothing checks it again.
/// </summary>
public sealed record ExperimentSpec
{
    /// <summary>Name of the experiment: 1–128 of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, starting with a letter or digit. Generated when absent.</summary>
    public required string Id { get; init; }

    /// <summary>Name under which the result is served; same form as the id, whose value it takes when absent.</summary>
    public required string Model { get; init; }

    /// <summary>The training data.</summary>
    public DataSpec Data { get; init; } = new RegressionData();

    /// <summary>The network.</summary>
    public NetworkSpec Network { get; init; } = new();

    /// <summary>The loss.</summary>
    public LossSpec Loss { get; init; } = new();

    /// <summary>The optimizer.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>Number of passes over the data, 1–10,000,000.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Seed of the initial weights, 0–2^53.</summary>
    public long Seed { get; init; }
}
