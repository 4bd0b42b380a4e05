using Distributed.Contracts.Models;

namespace Distributed.Store;

/// <summary>Published models. A version is one row, written once, never changed.</summary>
public interface IModelStore
{
    /// <summary>
    /// Publishes a model as the next version of its name, in one transaction. The same experiment at the same
    /// number of epochs is published once: a second call returns the first one's version.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The manifest's SHA-256 is not that of the bytes, a number in it is not finite, or the sample's rows differ in width.
    /// </exception>
    Task<ModelVersion> PublishAsync(ModelDraft draft, CancellationToken cancellationToken = default);

    /// <summary>
    /// The end of a grain's run, in one transaction: saves its last progress, as <see cref="ITrainingJournal.SaveAsync"/> does, and
    /// publishes its model. A run that another owner has taken over or ended meanwhile saves and publishes nothing any more.
    /// </summary>
    /// <param name="draft">The model.</param>
    /// <param name="last">What is not saved yet; without losses and checkpoint there is nothing to save.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may happen all the same.</param>
    /// <returns>
    /// Null when the grain's ETag is no longer that of the progress's fence and the model was not published before.
    /// </returns>
    /// <exception cref="ArgumentException">As for any model; or the losses do not end at the epoch.</exception>
    Task<ModelVersion?> PublishAsync(ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default);

    /// <summary>One version, or the newest when <paramref name="version"/> is null; null when there is none.</summary>
    Task<ModelVersion?> FindAsync(string model, int? version = null, CancellationToken cancellationToken = default);

    /// <summary>The ONNX bytes of a version; null when there is none.</summary>
    /// <exception cref="StoreException">The bytes no longer have the manifest's SHA-256.</exception>
    Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default);

    /// <summary>The rows to draw of a version; null when there is none.</summary>
    Task<ModelSample?> ReadSampleAsync(string model, int version, CancellationToken cancellationToken = default);

    /// <summary>All versions of one model, oldest first.</summary>
    Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>
    /// The newest version of each model, by name in the order of its UTF-8 bytes, up to <paramref name="limit"/> after the name
    /// <paramref name="after"/>.
    /// </summary>
    Task<IReadOnlyList<ModelVersion>> ListModelsAsync(string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// What was published after the sequence number, in order, up to <paramref name="limit"/>; without manifests, which thousands of models
    /// make the larger part.
    /// </summary>
    Task<IReadOnlyList<Publication>> ReadAfterAsync(long sequence, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Returns when something may have been published, or routed in <see cref="IRouteStore"/>, by any process, since the last return; at
    /// the latest after about a second.
    /// One caller at a time.
    /// </summary>
    Task WaitForChangeAsync(CancellationToken cancellationToken = default);
}

/// <summary>What tells a grain's run from an earlier owner's.</summary>
/// <param name="GrainKind">Name of the grain state that owns the run.</param>
/// <param name="Key">The grain's key.</param>
/// <param name="ETag">ETag of that state when the run began.</param>
public sealed record GrainFence(string GrainKind, string Key, string ETag);

/// <summary>A model that is ready to publish.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Manifest">What is known of it.</param>
/// <param name="Onnx">Its bytes.</param>
/// <param name="Sample">Rows to draw.</param>
public sealed record ModelDraft(string Model, ModelManifest Manifest, byte[] Onnx, ModelSample Sample);

/// <summary>That a version was published.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Number of the version within the model.</param>
/// <param name="Sequence">Position in the order of publication over all models.</param>
public sealed record Publication(string Model, int Version, long Sequence);

/// <summary>A published version.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">1, 2, 3, … within the model, without gaps.</param>
/// <param name="Sequence">Position in the order of publication over all models; grows, may have gaps.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Manifest">What is known of it.</param>
public sealed record ModelVersion(string Model, int Version, long Sequence, DateTimeOffset PublishedAt, ModelManifest Manifest);
