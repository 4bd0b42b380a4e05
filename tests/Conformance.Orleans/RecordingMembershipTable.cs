using System.Globalization;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

/// <summary>A membership table as the interface demands it, which remembers what silos did with it.</summary>
public sealed class RecordingMembershipTable : IMembershipTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, (MembershipEntry Entry, string ETag)> _rows = [];
    private readonly List<(SiloAddress Silo, SiloStatus Status)> _history = [];
    private readonly Queue<int> _conflicts = new();
    private TableVersion _version = new(0, "0");
    private int _signsOfLife;

    /// <summary>Each change of a status, in order.</summary>
    public IReadOnlyList<(SiloAddress Silo, SiloStatus Status)> History
    {
        get
        {
            lock (_gate)
            {
                return [.. _history];
            }
        }
    }

    public bool IsInitialized { get; private set; }

    /// <summary>How often a silo gave a sign of life.</summary>
    public int SignsOfLife => Volatile.Read(ref _signsOfLife);

    public int Version
    {
        get
        {
            lock (_gate)
            {
                return _version.Version;
            }
        }
    }

    /// <summary>Refuses the next changes, as if somebody else had been faster.</summary>
    public void ConflictNext(int times)
    {
        lock (_gate)
        {
            for (var i = 0; i < times; i++)
            {
                _conflicts.Enqueue(i);
            }
        }
    }

    /// <summary>An entry as a silo left it.</summary>
    public void Put(MembershipEntry entry)
    {
        lock (_gate)
        {
            Store(entry, _version.Next());
        }
    }

    public MembershipEntry? Find(SiloAddress silo)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(silo, out var row) ? Copy(row.Entry) : null;
        }
    }

    public Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        IsInitialized = true;
        return Task.CompletedTask;
    }

    public Task DeleteMembershipTableEntries(string clusterId) => Task.CompletedTask;

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        lock (_gate)
        {
            foreach (var row in _rows.Values.Where(r => r.Entry.Status is SiloStatus.Dead && r.Entry.IAmAliveTime < beforeDate.UtcDateTime).ToArray())
            {
                _rows.Remove(row.Entry.SiloAddress);
            }
        }

        return Task.CompletedTask;
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Task.FromResult(Read(s => s.Equals(key)));

    public Task<MembershipTableData> ReadAll() => Task.FromResult(Read(_ => true));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion)
    {
        lock (_gate)
        {
            return Task.FromResult(!_rows.ContainsKey(entry.SiloAddress) && TryStore(entry, tableVersion));
        }
    }

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        lock (_gate)
        {
            return Task.FromResult(_rows.TryGetValue(entry.SiloAddress, out var row) && row.ETag == etag && TryStore(entry, tableVersion));
        }
    }

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _signsOfLife);
            _rows[entry.SiloAddress].Entry.IAmAliveTime = entry.IAmAliveTime;
        }

        return Task.CompletedTask;
    }

    private bool TryStore(MembershipEntry entry, TableVersion next)
    {
        if (next.VersionEtag != _version.VersionEtag || next.Version != _version.Version + 1 || _conflicts.TryDequeue(out _))
        {
            return false;
        }

        Store(entry, next);
        return true;
    }

    private void Store(MembershipEntry entry, TableVersion next)
    {
        var etag = next.Version.ToString(CultureInfo.InvariantCulture);
        if (!_rows.TryGetValue(entry.SiloAddress, out var before) || before.Entry.Status != entry.Status)
        {
            _history.Add((entry.SiloAddress, entry.Status));
        }

        _rows[entry.SiloAddress] = (Copy(entry), etag);
        _version = new(next.Version, etag);
    }

    private MembershipTableData Read(Func<SiloAddress, bool> which)
    {
        lock (_gate)
        {
            return new([.. _rows.Values.Where(r => which(r.Entry.SiloAddress)).Select(r => Tuple.Create(Copy(r.Entry), r.ETag))], _version);
        }
    }

    private static MembershipEntry Copy(MembershipEntry entry) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = [.. entry.SuspectTimes ?? []],
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        StartTime = entry.StartTime,
        IAmAliveTime = entry.IAmAliveTime,
    };
}
