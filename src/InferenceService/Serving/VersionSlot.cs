using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Distributed.InferenceService.Serving;

/// <summary>One version of a model: known, perhaps loaded, perhaps refused.</summary>
public sealed class VersionSlot(string model, int version)
{
    private readonly Lock _gate = new();
    private ServedModel? _resident;
    private Task<LoadOutcome>? _loading;
    private volatile string? _refusal;
    private long _lastUsed;

    /// <summary>Name of the model.</summary>
    public string Model { get; } = model;

    /// <summary>Number of the version.</summary>
    public int Version { get; } = version;

    /// <summary>What it has computed; outlives its sessions.</summary>
    public VersionStatistics Statistics { get; } = new();

    /// <summary>Why it is not served; null when it is not known to be bad.</summary>
    public string? Refusal => _refusal;

    /// <summary>True while a session is kept for it.</summary>
    public bool IsResident => Volatile.Read(ref _resident) is not null;

    /// <summary>True while it is being loaded and proven.</summary>
    public bool IsLoading => Volatile.Read(ref _loading) is { IsCompleted: false };

    /// <summary>When it last gave a lease, as a <see cref="Stopwatch"/> time stamp.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Takes a lease on the loaded model; false when there is none.</summary>
    public bool TryAcquire([NotNullWhen(true)] out ServedModel? model)
    {
        model = Volatile.Read(ref _resident);
        if (model is null || !model.TryAcquire())
        {
            model = null;
            return false;
        }

        Touch();
        return true;
    }

    /// <summary>Runs <paramref name="load"/> unless the answer is known or on its way; concurrent callers share one run.</summary>
    public Task<LoadOutcome> LoadOnceAsync(Func<VersionSlot, Task<LoadOutcome>> load)
    {
        lock (_gate)
        {
            if (_refusal is { } reason)
            {
                return Task.FromResult(LoadOutcome.Refused(reason));
            }

            if (_loading is { IsCompleted: false })
            {
                return _loading;
            }

            return _resident is { } model
                ? Task.FromResult(LoadOutcome.Loaded(model))
                : _loading = Task.Run(() => load(this));
        }
    }

    /// <summary>Makes a model the one to lease; takes over its first lease.</summary>
    internal void Fill(ServedModel model)
    {
        Touch();
        Interlocked.Exchange(ref _resident, model)?.Release();
    }

    /// <summary>Lets the model go; requests that hold a lease finish on it.</summary>
    internal void Empty() => Interlocked.Exchange(ref _resident, null)?.Release();

    /// <summary>Remembers that the version is bad.</summary>
    internal void Refuse(string reason) => _refusal = reason;

    /// <summary>Forgets that it was bad, so that the next load proves it again.</summary>
    internal void Pardon() => _refusal = null;

    private void Touch() => Volatile.Write(ref _lastUsed, Stopwatch.GetTimestamp());
}
