namespace Orleans.Storage
{
    /// <summary>Stores the states of grains.</summary>
    public interface IGrainStorage
    {
        /// <summary>Fills <paramref name="grainState"/> from what is stored.</summary>
        Task ReadStateAsync<T>(string stateName, Runtime.GrainId grainId, IGrainState<T> grainState);

        /// <summary>Stores <paramref name="grainState"/> and sets its new ETag.</summary>
        /// <exception cref="InconsistentStateException">The ETag is not that of the stored state.</exception>
        Task WriteStateAsync<T>(string stateName, Runtime.GrainId grainId, IGrainState<T> grainState);

        /// <summary>Deletes what is stored.</summary>
        /// <exception cref="InconsistentStateException">The ETag is not that of the stored state.</exception>
        Task ClearStateAsync<T>(string stateName, Runtime.GrainId grainId, IGrainState<T> grainState);
    }

    /// <summary>Turns states into bytes and back.</summary>
    public interface IGrainStorageSerializer
    {
        /// <summary>Makes bytes.</summary>
        BinaryData Serialize<T>(T input);

        /// <summary>Reads bytes.</summary>
        T Deserialize<T>(BinaryData input);
    }
}

namespace Orleans
{
    /// <summary>A state on its way to or from storage.</summary>
    public interface IGrainState<T>
    {
        /// <summary>The value.</summary>
        T State { get; set; }

        /// <summary>The version of the stored value; null when there is none.</summary>
        string ETag { get; set; }

        /// <summary>Whether a value is stored.</summary>
        bool RecordExists { get; set; }
    }

    /// <inheritdoc/>
    [GenerateSerializer]
    public sealed class GrainState<T> : IGrainState<T>
    {
        /// <summary>Creates an empty state.</summary>
        public GrainState() : this(default!)
        {
        }

        /// <summary>Creates a state without version.</summary>
        public GrainState(T state) : this(state, null!)
        {
        }

        /// <summary>Creates a state with its version.</summary>
        public GrainState(T state, string eTag)
        {
            State = state;
            ETag = eTag;
        }

        /// <inheritdoc/>
        [Id(0)]
        public T State { get; set; }

        /// <inheritdoc/>
        [Id(1)]
        public string ETag { get; set; }

        /// <inheritdoc/>
        [Id(2)]
        public bool RecordExists { get; set; }
    }
}
