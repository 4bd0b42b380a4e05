using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Storage;

namespace Distributed.Conformance.Orleans;

/// <summary>A storage that outlives silos and, as every good one, refuses writes of those who have not read the latest.</summary>
internal sealed class SharedStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<string, Stored> _states = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_states.TryGetValue(Key(stateName, grainId), out var stored))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = ((T)stored.Value, stored.ETag, true);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var next = new Stored(grainState.State!, Guid.NewGuid().ToString("N"));
        var isWritten = grainState.ETag is null
            ? _states.TryAdd(Key(stateName, grainId), next)
            : _states.TryGetValue(Key(stateName, grainId), out var stored) && stored.ETag == grainState.ETag
                && _states.TryUpdate(Key(stateName, grainId), next, stored);
        if (!isWritten)
        {
            throw new InconsistentStateException($"The state of {grainId} was changed by somebody else.");
        }

        (grainState.ETag, grainState.RecordExists) = (next.ETag, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _states.TryRemove(Key(stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists) = (null!, false);
        return Task.CompletedTask;
    }

    private static string Key(string stateName, GrainId grainId) => $"{stateName} {grainId}";

    private sealed record Stored(object Value, string ETag);
}
