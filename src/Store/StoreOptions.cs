namespace Distributed.Store;

/// <summary>Settings of the store, bound from the section <c>Store</c> and from <c>ConnectionStrings:store</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Store";

    /// <summary>Name of the connection string, as in <c>ConnectionStrings:store</c>.</summary>
    public const string ConnectionName = "store";

    /// <summary>
    /// Which database: an SQLite file, for example <c>Data Source=data/store.db</c>, or a PostgreSQL database, for example
    /// <c>Host=db;Database=distributed;Username=distributed</c>, where the tables have the schema <c>distributed</c> or the first one
    /// of <c>Search Path</c> to themselves.
    /// </summary>
    /// <value>Required; bound from <c>ConnectionStrings:store</c>. A relative path counts from the working directory.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// How long a write or the start waits for another process that holds the database, and a write for a server that has gone away.
    /// On SQLite the start waits six times as long.
    /// </summary>
    /// <value>Default 10 s, well below the time after which a caller gives up; 1 ms to 10 min.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a waiting reader looks for what other processes have published. PostgreSQL tells it without being asked.</summary>
    /// <value>Default 10 ms; 1 ms to 1 s.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How many writes may wait for the disk before further callers are held back.</summary>
    /// <value>Default 8,192; 1 to 1,000,000.</value>
    public int QueueLimit { get; set; } = 8192;
}
