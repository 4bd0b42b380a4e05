using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Distributed.Store;

namespace Distributed.InferenceService.Api;

/// <summary>A page of models by name; <paramref name="Next"/> goes into <c>after</c> for the following page and is absent on the last one.</summary>
public sealed record ModelPage(IReadOnlyList<ModelSummary> Models, string? Next);

/// <summary>The newest version of a model, in short.</summary>
public sealed record ModelSummary(
    string Name,
    int Version,
    long Sequence,
    DateTimeOffset PublishedAt,
    string Experiment,
    int Features,
    int Targets,
    int Epochs,
    float FinalLoss)
{
    internal static ModelSummary Of(ModelVersion version) => new(
        version.Model,
        version.Version,
        version.Sequence,
        version.PublishedAt,
        version.Manifest.Experiment,
        version.Manifest.Features,
        version.Manifest.Targets,
        version.Manifest.Epochs,
        version.Manifest.FinalLoss);
}

/// <summary>Everything known of one version.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Version">Number of the version.</param>
/// <param name="Sequence">Position in the order of publication over all models.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Serving">The version that answers when none is named.</param>
/// <param name="Versions">All known versions, oldest first.</param>
/// <param name="Refused">Versions that are not served, and why.</param>
/// <param name="Policy">Which versions are served.</param>
/// <param name="Aliases">The version that each alias leads to.</param>
/// <param name="Experiment">The experiment that trained it.</param>
/// <param name="Features">Width of the input.</param>
/// <param name="Targets">Width of the output.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="FinalLoss">Loss of the last epoch; null when it is not finite.</param>
/// <param name="Engine">What trained it.</param>
/// <param name="Sha256">SHA-256 of the model file.</param>
/// <param name="Probe">Inputs with the training engine's outputs.</param>
/// <param name="Spec">The experiment's spec.</param>
public sealed record ModelView(
    string Name,
    int Version,
    long Sequence,
    DateTimeOffset PublishedAt,
    int Serving,
    IReadOnlyList<int> Versions,
    IReadOnlyList<RefusedVersion> Refused,
    VersionPolicy Policy,
    IReadOnlyDictionary<string, int> Aliases,
    string Experiment,
    int Features,
    int Targets,
    int Epochs,
    float FinalLoss,
    string Engine,
    string Sha256,
    ModelProbe Probe,
    ExperimentSpec Spec)
{
    internal static ModelView Of(ModelVersion version, ModelSlot slot) => new(
        version.Model,
        version.Version,
        version.Sequence,
        version.PublishedAt,
        slot.Serving.Version,
        [.. slot.Versions.Select(known => known.Version)],
        [.. slot.Versions.Where(known => known.Refusal is not null).Select(known => new RefusedVersion(known.Version, known.Refusal!))],
        slot.Routes.Policy,
        slot.Routes.Aliases.ToDictionary(alias => alias.Key, alias => alias.Value.Stored.Target.Version),
        version.Manifest.Experiment,
        version.Manifest.Features,
        version.Manifest.Targets,
        version.Manifest.Epochs,
        version.Manifest.FinalLoss,
        version.Manifest.Engine,
        version.Manifest.Sha256,
        version.Manifest.Probe,
        version.Manifest.Spec);
}

/// <summary>A version that is not served, and why.</summary>
public sealed record RefusedVersion(int Version, string Reason);
