namespace Distributed.Store.Sql;

/// <summary>
/// Every statement, in SQL that SQLite and PostgreSQL share. Writes rely on <see cref="ISqlDialect.BeginWriteAsync"/>: no other process
/// writes between the first statement of a transaction and its commit. Times are UTC ticks of 100 ns; phases are the numbers of
/// <see cref="Contracts.Experiments.ExperimentPhase"/>; losses are little-endian float32, one after the other.
/// </summary>
internal static class Statements
{
    public const string Commit = "COMMIT";
    public const string RollBack = "ROLLBACK";
    public const string Savepoint = "SAVEPOINT one";
    public const string RollBackToSavepoint = "ROLLBACK TO SAVEPOINT one";
    public const string ReleaseSavepoint = "RELEASE SAVEPOINT one";

    public const string ReadState = "SELECT data, etag FROM grain_state WHERE kind = @kind AND grain_key = @key";

    public const string ReadETag = "SELECT etag FROM grain_state WHERE kind = @kind AND grain_key = @key";

    public const string InsertState =
        """
        INSERT INTO grain_state (kind, grain_key, etag, data) VALUES (@kind, @key, @new, @data)
        ON CONFLICT DO NOTHING
        """;

    public const string UpdateState =
        "UPDATE grain_state SET etag = @new, data = @data WHERE kind = @kind AND grain_key = @key AND etag = @etag";

    /// <summary>Takes the catalog's line and the journal, or the sweep's line and its rungs, along by their foreign keys.</summary>
    public const string DeleteState = "DELETE FROM grain_state WHERE kind = @kind AND grain_key = @key AND etag = @etag";

    /// <summary>A later experiment of the same name is another one and publishes anew.</summary>
    public const string ForgetPublications =
        """
        DELETE FROM publication
        WHERE experiment = @key AND EXISTS (SELECT 1 FROM catalog WHERE id = @key AND kind = @kind)
        """;

    public const string UpsertEntry = $"{InsertEntry} VALUES ({EntryValues}) {UpdateEntry}";

    /// <summary>
    /// Does nothing when the state's ETag is another, so that it can be sent together with the write of the state. SQLite takes twice as
    /// long for it, because it prepares for undoing what selects several rows.
    /// </summary>
    public const string UpsertEntryOfState =
        $"""
        {InsertEntry} SELECT {EntryValues}
        FROM grain_state WHERE kind = @kind AND grain_key = @id AND etag = @etag
        {UpdateEntry}
        """;

    public const string FindEntry = $"SELECT {CatalogRow.Columns} FROM catalog WHERE id = @id";

    public const string CountByPhase = "SELECT phase, count(*) FROM catalog WHERE sweep = @sweep GROUP BY phase";

    /// <summary>Phases 0 and 1 are those of experiments that wait or run.</summary>
    public const string CountUnfinished =
        "SELECT count(*) FROM catalog WHERE sweep = @sweep AND phase IN (0, 1) AND sequence <= @upTo";

    /// <summary>Finds the row only while the fence holds.</summary>
    public const string CheckFence = "SELECT 1 FROM grain_state WHERE kind = @kind AND grain_key = @key AND etag = @etag";

    public const string DropLossesFrom = "DELETE FROM losses WHERE experiment = @experiment AND first_epoch >= @first";

    /// <summary>
    /// To be used after <see cref="DropLossesFrom"/>: rows do not overlap, so only the last of those that are left can reach beyond. Nothing is
    /// looked at but that one, however many there are.
    /// </summary>
    public const string TrimLossesAt =
        """
        UPDATE losses SET data = substr(data, 1, (@first - first_epoch) * 4)
        WHERE experiment = @experiment AND first_epoch + length(data) / 4 > @first
            AND first_epoch = (SELECT max(first_epoch) FROM losses WHERE experiment = @experiment)
        """;

    public const string InsertLosses =
        "INSERT INTO losses (experiment, kind, first_epoch, data) VALUES (@experiment, @kind, @first, @data)";

    public const string UpsertCheckpoint =
        """
        INSERT INTO checkpoint (experiment, kind, epoch, data) VALUES (@experiment, @kind, @epoch, @data)
        ON CONFLICT (experiment) DO UPDATE SET kind = excluded.kind, epoch = excluded.epoch, data = excluded.data
        """;

    public const string AdvanceEntry = "UPDATE catalog SET epoch = @epoch WHERE id = @experiment AND kind = @kind";

    public const string AdvanceEntryWithLoss = "UPDATE catalog SET epoch = @epoch, loss = @loss WHERE id = @experiment AND kind = @kind";

    public const string FindCheckpoint = "SELECT epoch, data FROM checkpoint WHERE experiment = @experiment";

    /// <summary>Begins at the last row that begins at the first epoch wanted or before: rows do not overlap.</summary>
    public const string ReadLosses =
        """
        SELECT first_epoch, data FROM losses
        WHERE experiment = @experiment AND first_epoch + length(data) / 4 > @from AND first_epoch < @until
            AND first_epoch >= coalesce((SELECT max(first_epoch) FROM losses WHERE experiment = @experiment AND first_epoch <= @from), 0)
        ORDER BY first_epoch
        """;

    public const string FindPublication =
        $"""
        SELECT {ModelRow.Columns} FROM model_version
        WHERE sequence = (SELECT sequence FROM publication WHERE experiment = @experiment AND epochs = @epochs)
        """;

    public const string NextVersion =
        """
        INSERT INTO model (name, latest) VALUES (@model, 1)
        ON CONFLICT (name) DO UPDATE SET latest = model.latest + 1
        RETURNING latest
        """;

    public const string InsertVersion =
        """
        INSERT INTO model_version (model, version, published_at, manifest, sha256, sample, onnx)
        VALUES (@model, @version, @published, @manifest, @sha256, @sample, @onnx)
        RETURNING sequence
        """;

    public const string InsertPublication =
        "INSERT INTO publication (experiment, epochs, sequence) VALUES (@experiment, @epochs, @sequence)";

    public const string FindVersion = $"SELECT {ModelRow.Columns} FROM model_version WHERE model = @model AND version = @version";

    public const string FindLatest =
        $"""
        SELECT {ModelRow.Columns} FROM model_version
        WHERE model = @model AND version = (SELECT latest FROM model WHERE name = @model)
        """;

    public const string ReadOnnx = "SELECT onnx, sha256 FROM model_version WHERE model = @model AND version = @version";

    public const string ReadSample = "SELECT sample FROM model_version WHERE model = @model AND version = @version";

    public const string ListVersions = $"SELECT {ModelRow.Columns} FROM model_version WHERE model = @model ORDER BY version";

    public const string ListModels =
        $"""
        SELECT {ModelRow.Columns} FROM model JOIN model_version ON model_version.model = name AND version = latest
        WHERE name > @after ORDER BY name LIMIT @limit
        """;

    /// <summary>
    /// Misses none: sequence numbers are given out in the order of commit, so no transaction under way will fill in a smaller one.
    /// </summary>
    public const string ReadPublicationsAfter =
        "SELECT model, version, sequence FROM model_version WHERE sequence > @sequence ORDER BY sequence LIMIT @limit";

    /// <summary>A number that grows whenever something is published or routed.</summary>
    public const string NewestChange =
        "SELECT (SELECT coalesce(max(sequence), 0) FROM model_version) + (SELECT newest FROM route_revision)";

    private const string InsertEntry =
        """
        INSERT INTO catalog (kind, id, model, phase, epoch, epochs, loss, version, failure, silo, created_at, started_at, ended_at,
            sweep)
        """;

    private const string EntryValues =
        """
        @kind, @id, @model, @phase, @epoch, @epochs, @loss, @version, @failure, @silo, @created, @started, @ended, @sweep
        """;

    private const string UpdateEntry =
        """
        ON CONFLICT (kind, id) DO UPDATE SET
            model = excluded.model, phase = excluded.phase, epoch = excluded.epoch, epochs = excluded.epochs,
            loss = excluded.loss, version = excluded.version, failure = excluded.failure, silo = excluded.silo,
            created_at = excluded.created_at, started_at = excluded.started_at, ended_at = excluded.ended_at,
            sweep = excluded.sweep
        """;
}
