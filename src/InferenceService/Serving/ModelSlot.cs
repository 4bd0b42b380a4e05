namespace Distributed.InferenceService.Serving;

/// <summary>All known versions of one model, and which of them answers when a request names none.</summary>
public sealed class ModelSlot(string name, int firstVersion)
{
    private readonly Lock _gate = new();
    private volatile VersionSlot[] _versions = [new(name, firstVersion)];
    private volatile VersionSlot? _default;
    private volatile bool _unloaded;

    /// <summary>True after a request to unload it, until one to load it; requests are refused meanwhile.</summary>
    public bool IsUnloaded { get => _unloaded; internal set => _unloaded = value; }

    /// <summary>Name of the model.</summary>
    public string Name { get; } = name;

    /// <summary>Known versions, oldest first; a snapshot.</summary>
    public IReadOnlyList<VersionSlot> Versions => _versions;

    /// <summary>The version that answers when none is named.</summary>
    public VersionSlot Default => _default ?? _versions[^1];

    /// <summary>One version; null when it is not known.</summary>
    public VersionSlot? Find(int version)
    {
        var versions = _versions;
        var index = versions.AsSpan().BinarySearch(new ByNumber(version));
        return index < 0 ? null : versions[index];
    }

    /// <summary>Makes a version known. What answers by default stays until <see cref="Promote"/>.</summary>
    internal void Add(int version)
    {
        lock (_gate)
        {
            var versions = _versions;
            var index = versions.AsSpan().BinarySearch(new ByNumber(version));
            if (index < 0)
            {
                _default ??= Default;
                _versions = [.. versions[..~index], new VersionSlot(Name, version), .. versions[~index..]];
            }
        }
    }

    /// <summary>Lets requests in again, and gives refused versions another trial.</summary>
    internal void Readmit()
    {
        foreach (var version in _versions)
        {
            version.Pardon();
        }

        IsUnloaded = false;
    }

    /// <summary>Versions newer than the default that are not known to be bad, newest first.</summary>
    internal VersionSlot[] FindCandidates()
    {
        var current = Default.Version;
        return [.. _versions.Reverse().Where(slot => slot.Version > current && slot.Refusal is null)];
    }

    /// <summary>Makes a version the default when it is newer than the present one, which is returned; null when nothing changed.</summary>
    internal VersionSlot? Promote(VersionSlot version)
    {
        lock (_gate)
        {
            var before = Default;
            if (version.Version <= before.Version)
            {
                return null;
            }

            _default = version;
            return before;
        }
    }

    /// <summary>Falls back from a bad default to the newest version not known to be bad; false when there is none.</summary>
    internal bool StepBack(VersionSlot bad)
    {
        lock (_gate)
        {
            if (Default != bad)
            {
                return true;
            }

            if (_versions.LastOrDefault(slot => slot.Refusal is null) is not { } good)
            {
                return false;
            }

            _default = good;
            return true;
        }
    }

    /// <summary>Where a version of this model stands.</summary>
    internal VersionState StateOf(VersionSlot version) =>
        FindObstacle(version) is { } reason ? new(Name, version.Version, Readiness.Unavailable, reason)
        : new(Name, version.Version, version.IsLoading && !version.IsResident ? Readiness.Loading : Readiness.Ready, "");

    private string? FindObstacle(VersionSlot version) => IsUnloaded ? ModelServer.Unloaded : version.Refusal;

    private readonly struct ByNumber(int version) : IComparable<VersionSlot>
    {
        public int CompareTo(VersionSlot? other) => version.CompareTo(other!.Version);
    }
}
