using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>All known versions of one model, its routes, and which version answers when a request names none.</summary>
public sealed class ModelSlot
{
    /// <summary>What is said of a model after a request to unload it.</summary>
    internal const string Unloaded = "was unloaded by request; load it again";

    private readonly Lock _gate = new();
    private volatile VersionSlot[] _versions;
    private volatile VersionSlot? _default;
    private volatile RoutePlan _routes = RoutePlan.None;
    private volatile StoredRoutes? _wanted;
    private volatile bool _unloaded;
    private SemaphoreSlim? _changing;

    /// <summary>A model with its first version.</summary>
    public ModelSlot(string name, int firstVersion)
    {
        Name = name;
        _versions = [new(this, firstVersion)];
    }

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>Known versions, oldest first; a snapshot.</summary>
    public IReadOnlyList<VersionSlot> Versions => _versions;

    /// <summary>The version that answers when none is named and there is no alias for that.</summary>
    public VersionSlot Default => _default ?? _versions[^1];

    /// <summary>The version that answers when none is named, canaries aside.</summary>
    public VersionSlot Serving => _routes.Default?.Target ?? Default;

    /// <summary>The routes that requests follow.</summary>
    public RoutePlan Routes => _routes;

    /// <summary>True after a request to unload it, until one to load it; requests are refused meanwhile.</summary>
    public bool IsUnloaded { get => _unloaded; internal set => _unloaded = value; }

    /// <summary>True while a session of it is kept or made: what changes is loaded before it answers.</summary>
    public bool IsInUse => Array.Exists(_versions, version => version.IsInUse);

    /// <summary>One at a time brings this model to what was published and routed.</summary>
    internal SemaphoreSlim Changing => LazyInitializer.EnsureInitialized(ref _changing, () => new(1));

    /// <summary>The newest routes heard of that requests do not follow yet; null when there are none.</summary>
    internal StoredRoutes? Pending => _wanted is { } wanted && wanted.Revision > _routes.Revision ? wanted : null;

    /// <summary>One version; null when it is not known.</summary>
    public VersionSlot? Find(int version) => _versions.Find(version);

    /// <summary>A version, made known when it is not yet.</summary>
    internal VersionSlot FindOrAdd(int version)
    {
        Add([version]);
        return Find(version)!;
    }

    /// <summary>Makes versions known that are not yet. What answers by default stays until <see cref="Promote"/>.</summary>
    internal void Add(IEnumerable<int> versions)
    {
        lock (_gate)
        {
            var present = _versions;
            var unknown = versions.Where(version => present.Find(version) is null).Distinct().Order();
            VersionSlot[] added = [.. unknown.Select(version => new VersionSlot(this, version))];
            if (added.Length > 0)
            {
                _default ??= Default;
                _versions = present.With(added);
            }
        }
    }

    /// <summary>Why requests for a version are refused before it is even loaded; null when they are not.</summary>
    /// <param name="version">The version.</param>
    /// <param name="pinned">Whether the address names its number; what else leads to a version has heeded the policy, or need not.</param>
    internal string? FindObstacle(VersionSlot version, bool pinned) =>
        _unloaded ? $"it {Unloaded}"
        : !pinned || _routes.Names(version.Version) || IsServed(version) ? null
        : $"the policy serves {_routes.Policy} only";

    /// <summary>Where a version stands.</summary>
    internal VersionState StateOf(VersionSlot version) =>
        (FindObstacle(version, pinned: true) ?? version.Refusal) is { } reason ? new(Name, version.Version, Readiness.Unavailable, reason)
        : new(Name, version.Version, version.IsLoading ? Readiness.Loading : Readiness.Ready, "");

    /// <summary>Whether requests that name no number lead to the version.</summary>
    internal bool Answers(VersionSlot version) => version == Default || _routes.LeadsTo(version);

    /// <summary>After other routes took over: whether a loaded version is to stay loaded.</summary>
    /// <param name="version">The version.</param>
    /// <param name="before">The routes before.</param>
    internal bool StaysWithout(VersionSlot version, RoutePlan before) =>
        Answers(version) || (!before.LeadsTo(version) && IsServed(version));

    /// <summary>The newest version that the policy serves and that is not known to be bad; null when there is none.</summary>
    internal VersionSlot? FindBest() => FindServed(version => version.Refusal is null);

    /// <summary>The newest version that the policy serves, be it bad; null when it serves none that is known.</summary>
    internal VersionSlot? FindServed() => FindServed(_ => true);

    /// <summary>Hears of routes; older ones than those already heard of are no news.</summary>
    internal void Want(StoredRoutes routes)
    {
        lock (_gate)
        {
            _wanted = _wanted is { } known && known.Revision >= routes.Revision ? known : routes;
        }
    }

    /// <summary>Lets requests follow other routes, unless they follow newer ones; returns those before.</summary>
    internal RoutePlan Follow(RoutePlan routes)
    {
        lock (_gate)
        {
            var before = _routes;
            _routes = routes.Revision > before.Revision ? routes : before;
            return before;
        }
    }

    /// <summary>Makes a version the default; returns the one before.</summary>
    internal VersionSlot Promote(VersionSlot version)
    {
        lock (_gate)
        {
            var before = Default;
            _default = version;
            return before;
        }
    }

    /// <summary>Falls back from a bad default to the best of the others; false when there is none.</summary>
    internal bool StepBack(VersionSlot bad)
    {
        lock (_gate)
        {
            if (Default != bad)
            {
                return true;
            }

            _default = FindBest() ?? bad;
            return _default != bad;
        }
    }

    /// <summary>Lets requests in again, and gives refused versions another trial.</summary>
    internal void Readmit()
    {
        Array.ForEach(_versions, version => version.Pardon());
        _unloaded = false;
    }

    private VersionSlot? FindServed(Predicate<VersionSlot> condition)
    {
        var (versions, policy) = (_versions, _routes.Policy);
        return Array.FindLast(versions, version => condition(version) && policy.Serves(versions, version));
    }

    private bool IsServed(VersionSlot version) => _routes.Policy.Serves(_versions, version);
}
