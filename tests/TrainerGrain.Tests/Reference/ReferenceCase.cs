using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Tests.Reference;

/// <summary>One run of the reference.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Spec">The same run as a spec of ours.</param>
/// <param name="Settings">How its data was made.</param>
/// <param name="Data">What scikit-learn made.</param>
/// <param name="Coefficients">The true coefficients, row-major as scikit-learn returns them.</param>
/// <param name="Initial">Initial weights: weight and bias, layer by layer.</param>
/// <param name="Losses">Loss of each epoch, before its step.</param>
/// <param name="Final">Weights after the last epoch.</param>
/// <param name="FirstPredictions">Predictions for the first five rows, with the final weights.</param>
public sealed record ReferenceCase(
    string Name,
    ExperimentSpec Spec,
    RegressionData Settings,
    DataSet Data,
    double[] Coefficients,
    float[][] Initial,
    float[] Losses,
    float[][] Final,
    float[] FirstPredictions);
