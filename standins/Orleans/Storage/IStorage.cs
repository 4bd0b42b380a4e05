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

    /// <summary>Says which state of the grain an <see cref="IPersistentState{TState}"/> parameter is, and who stores it.</summary>
    /// <param name="stateName">The state's name.</param>
    /// <param name="storageName">The provider's name; the default provider when null.</param>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The state's name.</summary>
        public string StateName { get; } = stateName;

        /// <summary>The provider's name.</summary>
        public string? StorageName { get; } = storageName;
    }
}
