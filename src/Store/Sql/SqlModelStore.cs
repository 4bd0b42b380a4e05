using System.Security.Cryptography;
using Distributed.Contracts.Models;

namespace Distributed.Store.Sql;

/// <inheritdoc />
internal sealed class SqlModelStore(StoreDatabase database, IChangeWatcher watcher, TimeProvider time) : IModelStore
{
    public async Task<ModelVersion> PublishAsync(ModelDraft draft, CancellationToken cancellationToken = default) =>
        (await PublishAsync(draft, _ => Task.FromResult(true), cancellationToken))!;

    public Task<ModelVersion?> PublishAsync(ModelDraft draft, TrainingProgress last, CancellationToken cancellationToken = default)
    {
        var writer = new ProgressWriter(last);
        var unsaved = last.Losses.Length > 0 || last.Checkpoint is not null;
        return PublishAsync(
            draft,
            async session =>
            {
                var held = await writer.HoldsAsync(session);
                if (held && unsaved)
                {
                    await writer.SaveAsync(session);
                }

                return held;
            },
            cancellationToken);
    }

    public Task<ModelVersion?> FindAsync(string model, int? version = null, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => version is null
                ? session.FirstAsync(Statements.FindLatest, ModelRow.Read, ("@model", model))
                : session.FirstAsync(Statements.FindVersion, ModelRow.Read, ("@model", model), ("@version", version)),
            cancellationToken);

    public async Task<byte[]?> ReadOnnxAsync(string model, int version, CancellationToken cancellationToken = default)
    {
        var (onnx, sha256) = await database.ReadAsync(
            session => session.FirstAsync(
                Statements.ReadOnnx,
                row => (row.GetFieldValue<byte[]>(0), row.GetString(1)),
                ("@model", model),
                ("@version", version)),
            cancellationToken);
        return onnx is null || HashOf(onnx) == sha256
            ? onnx
            : throw new StoreException(
                StoreFault.Damaged,
                $"The ONNX bytes of model '{model}' version {version} in the store {database.Name} do not match their SHA-256; "
                + "restore the store from a backup or publish the model again.");
    }

    public Task<ModelSample?> ReadSampleAsync(string model, int version, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            session => session.FirstAsync(
                Statements.ReadSample,
                row => SampleBlob.Read(row.GetFieldValue<byte[]>(0)),
                ("@model", model),
                ("@version", version)),
            cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        ListAsync(session => session.AllAsync(Statements.ListVersions, ModelRow.Read, ("@model", model)), cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListModelsAsync(
        string? after, int limit, CancellationToken cancellationToken = default) =>
        ListAsync(
            session => session.AllAsync(Statements.ListModels, ModelRow.Read, ("@after", after ?? ""), ("@limit", limit)),
            cancellationToken);

    public async Task<IReadOnlyList<Publication>> ReadAfterAsync(
        long sequence, int limit, CancellationToken cancellationToken = default) =>
        await database.ReadAsync(
            session => session.AllAsync(
                Statements.ReadPublicationsAfter,
                row => new Publication(row.GetString(0), row.GetInt32(1), row.GetInt64(2)),
                ("@sequence", sequence),
                ("@limit", limit)),
            cancellationToken);

    public Task WaitForChangeAsync(CancellationToken cancellationToken = default) => watcher.WaitAsync(cancellationToken);

    /// <param name="draft">The model.</param>
    /// <param name="prepare">Tells, in the same transaction, whether the model may be published.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    private async Task<ModelVersion?> PublishAsync(
        ModelDraft draft, Func<SqlSession, Task<bool>> prepare, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (HashOf(draft.Onnx) != draft.Manifest.Sha256)
        {
            throw new ArgumentException($"The manifest of model '{draft.Model}' bears another SHA-256 than its ONNX bytes.", nameof(draft));
        }

        var manifest = StoredJson.Write(draft.Manifest);
        var sample = SampleBlob.Write(draft.Sample);
        var published = await database.WriteAsync(
            async session =>
            {
                var allowed = await prepare(session);
                return await FindPublicationAsync(session, draft) is { } earlier ? earlier
                    : allowed ? await InsertAsync(session, draft, manifest, sample)
                    : null;
            },
            cancellationToken);
        watcher.Signal();
        return published;
    }

    private static Task<ModelVersion?> FindPublicationAsync(SqlSession session, ModelDraft draft) => session.FirstAsync(
        Statements.FindPublication,
        ModelRow.Read,
        ("@experiment", draft.Manifest.Experiment),
        ("@epochs", draft.Manifest.Epochs));

    private async Task<ModelVersion> InsertAsync(SqlSession session, ModelDraft draft, string manifest, byte[] sample)
    {
        using var activity = StoreTelemetry.StartPublish();
        var now = time.GetUtcNow();
        var version = await session.FirstAsync(Statements.NextVersion, row => row.GetInt32(0), ("@model", draft.Model));
        var sequence = await session.FirstAsync(
            Statements.InsertVersion,
            row => row.GetInt64(0),
            ("@model", draft.Model),
            ("@version", version),
            ("@published", now.UtcTicks),
            ("@manifest", manifest),
            ("@sha256", draft.Manifest.Sha256),
            ("@sample", sample),
            ("@onnx", draft.Onnx));
        await session.ExecuteAsync(
            Statements.InsertPublication,
            ("@experiment", draft.Manifest.Experiment),
            ("@epochs", draft.Manifest.Epochs),
            ("@sequence", sequence));
        return new ModelVersion(draft.Model, version, sequence, now, draft.Manifest);
    }

    private async Task<IReadOnlyList<ModelVersion>> ListAsync(
        Func<SqlSession, Task<List<ModelVersion>>> read, CancellationToken cancellationToken) =>
        await database.ReadAsync(read, cancellationToken);

    private static string HashOf(byte[] onnx) => Convert.ToHexStringLower(SHA256.HashData(onnx));
}
