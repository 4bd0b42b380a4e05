using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ModelLoaderTests
{
    [Fact]
    public async Task Load_BytesOfAnotherModel_AreRefusedByTheirHash()
    {
        await using var app = await InferenceApp.CreateAsync();
        var promised = await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.PublishAsync(LinearModel.Line(2, 0).Draft("other"));
        var loader = new ModelLoader(new SwappingStore(app.Trainer.Models), app.Services.GetRequiredService<InferenceMetrics>());

        var outcome = await loader.LoadAsync("m", 1, CancellationToken.None);

        Assert.Null(outcome.Model);
        Assert.EndsWith($"the manifest promises {promised.Manifest.Sha256}", outcome.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_VersionThatIsNotThere_IsRefused()
    {
        await using var app = await InferenceApp.CreateAsync();
        var loader = new ModelLoader(app.Trainer.Models, app.Services.GetRequiredService<InferenceMetrics>());

        Assert.Equal("it is not in the store", (await loader.LoadAsync("m", 1, CancellationToken.None)).Refusal);
    }

    /// <summary>Gives the bytes of another model.</summary>
    private sealed class SwappingStore(IModelStore inner) : IModelStore
    {
        public Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default) =>
            inner.ReadOnnxAsync("other", version, cancellationToken);

        public Task<ModelVersion?> FindAsync(string model, int? version = null, CancellationToken cancellationToken = default) =>
            inner.FindAsync(model, version, cancellationToken);

        public Task<ModelVersion> PublishAsync(ModelDraft draft, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<ModelVersion?> PublishAsync(ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<Contracts.Models.ModelSample?> ReadSampleAsync(string model, int version, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ModelVersion>> ListModelsAsync(string? after, int limit, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Publication>> ReadAfterAsync(long sequence, int limit, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task WaitForChangeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
