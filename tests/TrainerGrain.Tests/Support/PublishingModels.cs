using Distributed.Contracts.Models;
using Distributed.Store;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>As much of a model store as a runner needs.</summary>
internal abstract class PublishingModels : IModelStore
{
    public abstract Task<ModelVersion?> PublishAsync(ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default);

    public Task<ModelVersion> PublishAsync(ModelDraft draft, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<ModelVersion?> FindAsync(string model, int? version = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<ModelSample?> ReadSampleAsync(string model, int version, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ModelVersion>> ListModelsAsync(string? after, int limit, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Publication>> ReadAfterAsync(long sequence, int limit, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task WaitForChangeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
