using System.Globalization;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>A membership table in memory.</summary>
internal sealed class InMemoryMembershipTable : IMembershipTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, (MembershipEntry Entry, string ETag)> _rows = [];
    private TableVersion _version = new(0, "0");
    private int _lastETag;

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task DeleteMembershipTableEntries(string clusterId)
    {
        lock (_gate)
        {
            _rows.Clear();
            return Task.CompletedTask;
        }
    }

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        lock (_gate)
        {
            foreach (var dead in _rows.Values.Where(r => r.Entry.Status is SiloStatus.Dead && r.Entry.IAmAliveTime < beforeDate).ToArray())
            {
                _rows.Remove(dead.Entry.SiloAddress);
            }

            return Task.CompletedTask;
        }
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Read(row => row.SiloAddress.Equals(key));

    public Task<MembershipTableData> ReadAll() => Read(_ => true);

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
            if (_rows.TryGetValue(entry.SiloAddress, out var row))
            {
                row.Entry.IAmAliveTime = entry.IAmAliveTime;
            }

            return Task.CompletedTask;
        }
    }

    private bool TryStore(MembershipEntry entry, TableVersion next)
    {
        if (next.VersionEtag != _version.VersionEtag)
        {
            return false;
        }

        var etag = (++_lastETag).ToString(CultureInfo.InvariantCulture);
        _rows[entry.SiloAddress] = (entry.Copy(), etag);
        _version = new(next.Version, etag);
        return true;
    }

    private Task<MembershipTableData> Read(Func<MembershipEntry, bool> which)
    {
        lock (_gate)
        {
            var rows = _rows.Values.Where(r => which(r.Entry)).Select(r => Tuple.Create(r.Entry.Copy(), r.ETag)).ToList();
            return Task.FromResult(new MembershipTableData(rows, _version));
        }
    }
}
