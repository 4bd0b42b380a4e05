using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Storage;

/// <summary>Keeps states in grains, as long as the cluster lives.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly IMemoryStorageGrain[] _grains;
    private readonly IGrainStorageSerializer _serializer;

    public MemoryGrainStorage(string name, MemoryGrainStorageOptions options, IGrainFactory grains, IGrainStorageSerializer serializer)
    {
        _serializer = options.GrainStorageSerializer ?? serializer;
        _grains = [.. Enumerable.Range(0, options.NumStorageGrains).Select(i => grains.GetGrain<IMemoryStorageGrain>($"{name}/{i}"))];
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await Keeper(stateName, grainId, out var key).Read(key);
        grainState.State = stored is null ? Instantiation.For<T>()() : _serializer.Deserialize<T>(new(stored.Data));
        grainState.ETag = stored?.ETag!;
        grainState.RecordExists = stored is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var data = _serializer.Serialize(grainState.State).ToArray();
        grainState.ETag = await Keeper(stateName, grainId, out var key).Write(key, data, grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Keeper(stateName, grainId, out var key).Delete(key, grainState.ETag);
        grainState.State = Instantiation.For<T>()();
        grainState.ETag = null!;
        grainState.RecordExists = false;
    }

    private IMemoryStorageGrain Keeper(string stateName, GrainId grainId, out string key)
    {
        key = $"{stateName}/{grainId}";
        return _grains[(uint)IdSpan.Create(key).GetHashCode() % (uint)_grains.Length];
    }
}
