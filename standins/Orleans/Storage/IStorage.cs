namespace Orleans.Core
{
    /// <summary>A stored value of a grain.</summary>
    public interface IStorage
    {
        /// <summary>The version of the stored value; null when there is none.</summary>
        string? Etag { get; }

        /// <summary>Whether a value is stored.</summary>
        bool RecordExists { get; }

        /// <summary>Deletes the stored value.</summary>
        Task ClearStateAsync();

        /// <summary>Stores the value in memory.</summary>
        Task WriteStateAsync();

        /// <summary>Replaces the value in memory by the stored one.</summary>
        Task ReadStateAsync();

        /// <summary>Deletes the stored value.</summary>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <summary>Stores the value in memory.</summary>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <summary>Replaces the value in memory by the stored one.</summary>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <inheritdoc/>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The value in memory.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A named state of a grain, given to its constructor by <see cref="PersistentStateAttribute"/>.</summary>
    public interface IPersistentState<TState> : Core.IStorage<TState>;
}
