using Distributed.Contracts.Models;
using Distributed.Store;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Another store as it is, for tests to change one thing of it.</summary>
internal abstract class ForwardingStore(IModelStore inner) : IModelStore
{
    public virtual Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default) =>
        inner.ReadOnnxAsync(model, version, cancellationToken);

    public virtual Task<ModelVersion?> FindAsync(string model, int? version = null, CancellationToken cancellationToken = default) =>
        inner.FindAsync(model, version, cancellationToken);

    public Task<ModelVersion> PublishAsync(ModelDraft draft, CancellationToken cancellationToken = default) =>
        inner.PublishAsync(draft, cancellationToken);

    public Task<ModelVersion?> PublishAsync(ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default) =>
        inner.PublishAsync(draft, last, cancellationToken);

    public Task<ModelSample?> ReadSampleAsync(string model, int version, CancellationToken cancellationToken = default) =>
        inner.ReadSampleAsync(model, version, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        inner.ListVersionsAsync(model, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListModelsAsync(string? after, int limit, CancellationToken cancellationToken = default) =>
        inner.ListModelsAsync(after, limit, cancellationToken);

    public virtual Task<IReadOnlyList<Publication>> ReadAfterAsync(long sequence, int limit, CancellationToken cancellationToken = default) =>
        inner.ReadAfterAsync(sequence, limit, cancellationToken);

    public Task WaitForChangeAsync(CancellationToken cancellationToken = default) => inner.WaitForChangeAsync(cancellationToken);
}
