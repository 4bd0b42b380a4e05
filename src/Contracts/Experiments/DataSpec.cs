using System.Text.Json.Serialization;

namespace Distributed.Contracts.Experiments;

/// <summary>Where the training data comes from; the JSON field <c>kind</c> tells which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RegressionData), RegressionData.Kind)]
[JsonDerivedType(typeof(InlineData), InlineData.Kind)]
public abstract record DataSpec;

/// <summary>
/// A random linear problem with the numbers of scikit-learn's <c>make_regression</c>.
/// Ranges: samples 1–1,000,000; features 1–1,000; targets 1–100; samples × (features + targets) at most 10,000,000;
/// informative 0–features; noise ≥ 0; randomState 0–4,294,967,295.
/// </summary>
public sealed record RegressionData : DataSpec
{
    /// <summary>The wire name of this kind.</summary>
    public const string Kind = "regression";

    /// <summary>Number of rows.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>Number of columns of <c>x</c>.</summary>
    public int Features { get; init; } = 1;

    /// <summary>How many features have a true coefficient other than zero.</summary>
    public int Informative { get; init; } = 1;

    /// <summary>Number of columns of <c>y</c>.</summary>
    public int Targets { get; init; } = 1;

    /// <summary>Standard deviation of the Gaussian noise added to <c>y</c>.</summary>
    public double Noise { get; init; } = 20.0;

    /// <summary>Constant added to <c>y</c>.</summary>
    public double Bias { get; init; }

    /// <summary>Whether rows and columns are shuffled.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Seed of the data, independent of the seed of the weights.</summary>
    public uint RandomState { get; init; } = 1;
}

/// <summary>
/// Data sent with the spec, row by row: <c>x</c> is [samples][features], <c>y</c> is [samples][targets].
/// All values finite as float32; the size limits are those of <see cref="RegressionData"/>.
/// On the wire <c>y</c> may also be a flat list, one value a sample.
/// </summary>
public sealed record InlineData : DataSpec
{
    /// <summary>The wire name of this kind.</summary>
    public const string Kind = "inline";

    /// <summary>Inputs, [samples][features].</summary>
    public required double[][] X { get; init; }

    /// <summary>Observed outputs, [samples][targets].</summary>
    public required double[][] Y { get; init; }
}
