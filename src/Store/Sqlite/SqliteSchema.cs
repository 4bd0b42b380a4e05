namespace Distributed.Store.Sqlite;

/// <summary>The tables, as the steps that lead from one version to the next. A step that was released is never edited.</summary>
internal static class SqliteSchema
{
    /// <summary>"DSTR": tells our files from those of other programs.</summary>
    public const int ApplicationId = 0x44535452;

    /// <summary>Step i leads from version i to version i + 1; version 0 is an empty file.</summary>
    private static readonly string[] Steps = [First, Membership, Sweeps, Routes, Standings];

    public static int Version => Steps.Length;

    /// <summary>What leads from a version to a later one.</summary>
    public static IEnumerable<string> StepsBetween(long version, int later) =>
    [
        .. Steps.Take(later).Skip((int)version),
        $"PRAGMA application_id = {ApplicationId}",
        $"PRAGMA user_version = {later}",
    ];

    // AUTOINCREMENT: a number once given out never comes back, so a reader's place in the order stays true after deletions.
    // Blobs come last in their rows, so that reading the other columns does not walk over them.
    private const string First =
        """
        CREATE TABLE grain_state (
            kind TEXT NOT NULL,
            grain_key TEXT NOT NULL,
            etag TEXT NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (kind, grain_key)
        ) STRICT;

        CREATE TABLE catalog (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            id TEXT NOT NULL UNIQUE,
            model TEXT NOT NULL,
            phase INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            epochs INTEGER NOT NULL,
            loss REAL,
            version INTEGER,
            failure TEXT,
            silo TEXT,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            ended_at INTEGER,
            UNIQUE (kind, id),
            FOREIGN KEY (kind, id) REFERENCES grain_state (kind, grain_key) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX catalog_by_phase ON catalog (phase, sequence);
        CREATE INDEX catalog_by_model ON catalog (model, phase, sequence);

        CREATE TABLE checkpoint (
            experiment TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            data BLOB NOT NULL,
            FOREIGN KEY (kind, experiment) REFERENCES grain_state (kind, grain_key) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX checkpoint_by_owner ON checkpoint (kind, experiment);

        CREATE TABLE losses (
            experiment TEXT NOT NULL,
            kind TEXT NOT NULL,
            first_epoch INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (experiment, first_epoch),
            FOREIGN KEY (kind, experiment) REFERENCES grain_state (kind, grain_key) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX losses_by_owner ON losses (kind, experiment);

        CREATE TABLE model (
            name TEXT NOT NULL PRIMARY KEY,
            latest INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE model_version (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            model TEXT NOT NULL REFERENCES model (name),
            version INTEGER NOT NULL,
            published_at INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            manifest TEXT NOT NULL,
            sample BLOB NOT NULL,
            onnx BLOB NOT NULL,
            UNIQUE (model, version)
        ) STRICT;

        CREATE TABLE publication (
            experiment TEXT NOT NULL,
            epochs INTEGER NOT NULL,
            sequence INTEGER NOT NULL REFERENCES model_version (sequence),
            PRIMARY KEY (experiment, epochs)
        ) STRICT;
        """;

    private const string Membership =
        """
        CREATE TABLE membership_version (
            cluster TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            etag TEXT NOT NULL
        ) STRICT;

        CREATE TABLE membership (
            cluster TEXT NOT NULL REFERENCES membership_version (cluster) ON DELETE CASCADE,
            silo TEXT NOT NULL,
            status TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            alive_at INTEGER NOT NULL,
            details TEXT NOT NULL,
            etag TEXT NOT NULL,
            PRIMARY KEY (cluster, silo)
        ) STRICT;
        """;

    // An index over losses is the dearest to write, a page of its own for each experiment, so it holds completed experiments only and there
    // is one for sweeps and one for what is in none. Where the sweep comes last, experiments of others are passed over within the index.
    private const string Sweeps =
        """
        ALTER TABLE catalog ADD COLUMN sweep TEXT;
        CREATE INDEX catalog_by_sweep ON catalog (sweep, phase, sequence) WHERE sweep IS NOT NULL;
        CREATE INDEX catalog_alone ON catalog (phase, sequence) WHERE sweep IS NULL;
        DROP INDEX catalog_by_model;
        CREATE INDEX catalog_by_model ON catalog (model, phase, sequence, sweep);
        CREATE INDEX catalog_by_sweep_loss ON catalog (sweep, loss, sequence) WHERE sweep IS NOT NULL AND phase = 3;
        CREATE INDEX catalog_alone_by_loss ON catalog (phase, loss, sequence) WHERE sweep IS NULL AND phase = 3;

        CREATE TABLE sweep (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            id TEXT NOT NULL UNIQUE,
            phase INTEGER NOT NULL,
            count INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            ended_at INTEGER,
            UNIQUE (kind, id),
            FOREIGN KEY (kind, id) REFERENCES grain_state (kind, grain_key) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX sweep_by_phase ON sweep (phase, sequence);

        CREATE TABLE rung (
            sweep TEXT NOT NULL REFERENCES sweep (id) ON DELETE CASCADE,
            rung INTEGER NOT NULL,
            experiment TEXT NOT NULL,
            loss REAL,
            PRIMARY KEY (sweep, rung, experiment)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE rung_count (
            sweep TEXT NOT NULL REFERENCES sweep (id) ON DELETE CASCADE,
            rung INTEGER NOT NULL,
            node INTEGER NOT NULL,
            losses INTEGER NOT NULL,
            PRIMARY KEY (sweep, rung, node)
        ) STRICT, WITHOUT ROWID;
        """;

    // A document whose last alias is gone stays, empty, so that whoever follows the revisions hears of it.
    private const string Routes =
        """
        CREATE TABLE route (
            model TEXT NOT NULL PRIMARY KEY REFERENCES model (name),
            revision INTEGER NOT NULL UNIQUE,
            document TEXT NOT NULL
        ) STRICT;

        CREATE TABLE route_revision (newest INTEGER NOT NULL) STRICT;
        INSERT INTO route_revision VALUES (0);
        """;

    // Null for what was noted before there was this step.
    private const string Standings =
        """
        ALTER TABLE rung ADD COLUMN better INTEGER;
        ALTER TABLE rung ADD COLUMN total INTEGER;
        """;
}
