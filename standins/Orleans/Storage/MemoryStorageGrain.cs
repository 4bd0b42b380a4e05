namespace Orleans.Storage;

/// <summary>Keeps stored states.</summary>
internal interface IMemoryStorageGrain : IGrainWithStringKey
{
    Task<StoredState?> Read(string key);

    Task<string> Write(string key, byte[] data, string? etag);

    Task Delete(string key, string? etag);
}

[GenerateSerializer]
[Immutable]
internal sealed record StoredState(byte[] Data, string ETag);

/// <inheritdoc/>
[KeepAlive]
internal sealed class MemoryStorageGrain : Grain, IMemoryStorageGrain
{
    // A deleted state leaves a null behind, so that an old ETag is not taken for one of a state never stored.
    private readonly Dictionary<string, StoredState?> _states = [];

    public Task<StoredState?> Read(string key) => Task.FromResult(_states.GetValueOrDefault(key));

    public Task<string> Write(string key, byte[] data, string? etag)
    {
        Check(key, etag, "Update");
        var stored = new StoredState(data, Guid.NewGuid().ToString("N"));
        _states[key] = stored;
        return Task.FromResult(stored.ETag);
    }

    public Task Delete(string key, string? etag)
    {
        Check(key, etag, "Delete");
        _states[key] = null;
        return Task.CompletedTask;
    }

    private void Check(string key, string? received, string operation)
    {
        if (!_states.TryGetValue(key, out var stored) || stored is null && received is null || received == "*" || received == stored?.ETag)
        {
            return;
        }

        throw new InconsistentStateException($"Etag mismatch during {operation} of {key}.", stored?.ETag ?? string.Empty, received ?? string.Empty)
        {
            // It is the state of the grain that stores, not of this one.
            IsSourceActivation = false,
        };
    }
}
