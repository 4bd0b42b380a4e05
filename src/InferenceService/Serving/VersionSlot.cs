using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Distributed.InferenceService.Serving;

/// <summary>One version of a model: known, perhaps loaded, perhaps refused.</summary>
public sealed class VersionSlot(ModelSlot owner, int version)
{
    private readonly Lock _gate = new();
    private ServedModel? _resident;
    private SharedLoad? _loading;
    private volatile string? _refusal;
    private volatile bool _excused;
    private VersionStatistics? _statistics;
    private long _lastUsed;

    /// <summary>The model that it is a version of.</summary>
    public ModelSlot Owner { get; } = owner;

    /// <summary>Name of the model.</summary>
    public string Model => Owner.Name;

    /// <summary>Number of the version.</summary>
    public int Version { get; } = version;

    /// <summary>What it has computed; outlives its sessions.</summary>
    public VersionStatistics Statistics => LazyInitializer.EnsureInitialized(ref _statistics);

    /// <summary>Whether a request ever had it, to whatever end.</summary>
    public bool WasAsked =>
        Volatile.Read(ref _statistics)?.Snapshot() is { } numbers && numbers.Success.Count + numbers.Fail.Count > 0;

    /// <summary>Why it is not served; null when it is not known to be bad.</summary>
    public string? Refusal => _refusal;

    /// <summary>True while a session is kept for it.</summary>
    public bool IsResident => Volatile.Read(ref _resident) is not null;

    /// <summary>True while it is being loaded and proven.</summary>
    public bool IsLoading => Volatile.Read(ref _loading) is { Outcome.IsCompleted: false };

    /// <summary>True while requests are answered with it, or wait for it to be loaded.</summary>
    public bool IsInUse => IsLoading || IsResident;

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

    /// <summary>Joins the load under way, or begins one; null when the version has become resident meanwhile.</summary>
    internal SharedLoad? JoinLoad(Func<VersionSlot, Task<LoadOutcome>> load)
    {
        lock (_gate)
        {
            if (IsResident)
            {
                return null;
            }

            return _loading is { } running && running.TryJoin() ? running : _loading = new SharedLoad(() => load(this));
        }
    }

    /// <summary>Makes a model the one to lease; takes over its first lease.</summary>
    internal void Fill(ServedModel model)
    {
        Touch();
        _excused = false;
        Interlocked.Exchange(ref _resident, model)?.Release();
    }

    /// <summary>Lets the model go; requests that hold a lease finish on it.</summary>
    internal void Empty() => Interlocked.Exchange(ref _resident, null)?.Release();

    /// <summary>Remembers that the version is bad.</summary>
    internal void Refuse(string reason) => _refusal = reason;

    /// <summary>Forgets that it was bad, so that the next load proves it again.</summary>
    internal void Pardon() => _refusal = null;

    /// <summary>
    /// Forgets that it was late: the process may have stood still. Only once until it is loaded in time, for one that is slow each time
    /// would keep the loads of others waiting again and again.
    /// </summary>
    /// <returns>Whether it is excused.</returns>
    internal bool TryExcuse()
    {
        if (_excused)
        {
            return false;
        }

        _excused = true;
        Pardon();
        return true;
    }

    private void Touch() => Volatile.Write(ref _lastUsed, Stopwatch.GetTimestamp());
}
