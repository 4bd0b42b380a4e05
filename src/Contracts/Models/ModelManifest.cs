using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Models;

/// <summary>What is known of one published model beside its bytes. Immutable once published.</summary>
/// <param name="Experiment">The experiment that trained it.</param>
/// <param name="Spec">The experiment's spec; inline data without its rows.</param>
/// <param name="Features">Width of the input <c>x</c>.</param>
/// <param name="Targets">Width of the output <c>y</c>.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="FinalLoss">Loss of the last epoch, before its step.</param>
/// <param name="Engine">What trained it, with its version.</param>
/// <param name="Sha256">SHA-256 of the ONNX bytes, lower-case hex.</param>
/// <param name="Probe">Inputs with the outputs that the training engine gave.</param>
public sealed record ModelManifest(
    string Experiment,
    ExperimentSpec Spec,
    int Features,
    int Targets,
    int Epochs,
    float FinalLoss,
    string Engine,
    string Sha256,
    ModelProbe Probe);

/// <summary>A few rows that a server must reproduce before a version goes live.</summary>
/// <param name="X">Inputs, [rows][features].</param>
/// <param name="Y">What the training engine predicted for them, [rows][targets].</param>
public sealed record ModelProbe(float[][] X, float[][] Y);

/// <summary>The rows that a picture of the fit shows: at most 1,000, spread evenly over the training data.</summary>
/// <param name="X">Inputs, [rows][features].</param>
/// <param name="Y">Observed outputs, [rows][targets].</param>
public sealed record ModelSample(float[][] X, float[][] Y);
