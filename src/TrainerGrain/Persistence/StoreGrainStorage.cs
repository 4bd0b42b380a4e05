using System.Text.Json;
using Distributed.Contracts;
using Distributed.Store;
using Orleans.Storage;

namespace Distributed.TrainerGrain.Persistence;

/// <summary>Orleans grain storage on the store: one row a grain, as JSON, guarded by the row's ETag.</summary>
public sealed class StoreGrainStorage(IGrainStateStore store) : IGrainStorage
{
    // Whether an ETag may be null is annotated differently from one Orleans version to the next; that it is null for no row is not.

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await store.ReadAsync(stateName, Key(grainId));
        grainState.RecordExists = stored is not null;
        grainState.ETag = stored?.ETag!;
        grainState.State = stored is null
            ? Activator.CreateInstance<T>()
            : JsonSerializer.Deserialize<T>(stored.Data, ContractsJson.Options)!;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = Serialize(grainState.State);
        var write = grainState.State is ISweepLine { Entry: { } entry }
            ? await store.WriteAsync(stateName, Key(grainId), grainState.ETag, data, entry)
            : await store.WriteAsync(stateName, Key(grainId), grainState.ETag, data, (grainState.State as ICatalogued)?.View);
        ThrowUnless(write, stateName, grainId, grainState.ETag);
        grainState.ETag = write.ETag!;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var write = await store.ClearAsync(stateName, Key(grainId), grainState.ETag);
        ThrowUnless(write, stateName, grainId, grainState.ETag);
        grainState.ETag = null!;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>A state as it is stored.</summary>
    public static byte[] Serialize<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, ContractsJson.Options);

    // The state's name tells the type already, so the key alone names the row, and the row of an experiment is found by its id.
    private static string Key(GrainId grain) => grain.Key.ToString()!;

    private static void ThrowUnless(StateWrite write, string stateName, GrainId grainId, string? expected)
    {
        if (!write.Written)
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} was changed by another activation.", write.ETag ?? "none", expected ?? "none");
        }
    }
}
