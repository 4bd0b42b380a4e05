using FsCheck;
using FsCheck.Fluent;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Clustering;

/// <summary>Random calls through two handles answer, and leave behind, what a dictionary with a version says.</summary>
internal static class MembershipModel
{
    private const int Sequences = 40;

    private static readonly Gen<Call> AnyCall =
        from kind in Gen.Elements(Enum.GetValues<CallKind>())
        from second in Gen.Elements(true, false)
        from silo in Gen.Choose(1, 3)
        from status in Gen.Elements(Enum.GetValues<SiloStatus>())
        from freshVersion in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from freshRow in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from hour in Gen.Choose(0, 10)
        select new Call(kind, second, silo, status, freshVersion, freshRow, hour);

    private enum CallKind
    {
        Insert,
        Update,
        Touch,
        CleanUp,
    }

    public static Task CheckAsync(Func<Task<(IMembershipTable One, IMembershipTable Two)>> newTable)
    {
        var calls = Arb.From(
            AnyCall.ArrayOf(), calls => Enumerable.Range(0, calls.Length).Select(left => calls.Where((_, i) => i != left).ToArray()));
        Func<Call[], Task> run = async sequence =>
        {
            var (one, two) = await newTable();
            var model = new Run(one, two, (await one.ReadAllAsync()).Version);
            foreach (var call in sequence)
            {
                await model.ApplyAsync(call);
            }
        };
        return Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(40), Prop.ForAll(calls, run)));
    }

    private sealed record Call(
        CallKind Kind, bool Second, int Silo, SiloStatus Status, bool FreshVersion, bool FreshRow, int Hour)
    {
        public MembershipEntry Entry
        {
            get
            {
                var entry = Entries.New(Silo, Status);
                entry.IAmAliveTime = Entries.Noon.AddHours(Hour);
                return entry;
            }
        }
    }

    private sealed class Run(IMembershipTable one, IMembershipTable two, TableVersion start)
    {
        private readonly Dictionary<SiloAddress, (MembershipEntry Entry, string ETag)> _rows = [];
        private TableVersion _version = start;
        private string _staleVersion = "stale";
        private string _staleRow = "stale";

        public async Task ApplyAsync(Call call)
        {
            var table = call.Second ? two : one;
            await (call.Kind switch
            {
                CallKind.Insert => InsertAsync(table, call),
                CallKind.Update => UpdateAsync(table, call),
                CallKind.Touch => TouchAsync(table, call),
                _ => CleanUpAsync(table, call),
            });
            await AssertSameAsync(call.Second ? one : two);
        }

        private async Task InsertAsync(IMembershipTable table, Call call)
        {
            var expected = call.FreshVersion && !_rows.ContainsKey(call.Entry.SiloAddress);
            Assert.Equal(expected, await table.InsertRowAsync(call.Entry, NextVersion(call)));
            await RememberAsync(table, call, expected);
        }

        private async Task UpdateAsync(IMembershipTable table, Call call)
        {
            var present = _rows.TryGetValue(call.Entry.SiloAddress, out var row);
            var expected = call.FreshVersion && call.FreshRow && present;
            var etag = call.FreshRow && present ? row.ETag : _staleRow;
            Assert.Equal(expected, await table.UpdateRowAsync(call.Entry, etag, NextVersion(call)));
            await RememberAsync(table, call, expected);
        }

        private async Task TouchAsync(IMembershipTable table, Call call)
        {
            await table.UpdateIAmAliveAsync(call.Entry);
            if (_rows.TryGetValue(call.Entry.SiloAddress, out var row))
            {
                row.Entry.IAmAliveTime = call.Entry.IAmAliveTime;
            }
        }

        private async Task CleanUpAsync(IMembershipTable table, Call call)
        {
            var before = Entries.Noon.AddHours(call.Hour);
            await table.CleanupDefunctSiloEntriesAsync(before);
            foreach (var (silo, row) in _rows.ToList())
            {
                if (row.Entry.Status is not SiloStatus.Active && row.Entry.StartTime < before && row.Entry.IAmAliveTime < before)
                {
                    _rows.Remove(silo);
                }
            }
        }

        private TableVersion NextVersion(Call call) =>
            call.FreshVersion ? _version.Next() : new TableVersion(_version.Version + 1, _staleVersion);

        // The new ETags are the table's to choose; only that they are new is asked.
        private async Task RememberAsync(IMembershipTable table, Call call, bool changed)
        {
            if (changed)
            {
                var read = await table.ReadRowAsync(call.Entry.SiloAddress);
                Assert.Equal(_version.Version + 1, read.Version.Version);
                Assert.NotEqual(_version.VersionEtag, read.Version.VersionEtag);
                _staleVersion = _version.VersionEtag;
                _staleRow = _rows.TryGetValue(call.Entry.SiloAddress, out var old) ? old.ETag : _staleRow;
                Assert.NotEqual(_staleRow, read.Members[0].Item2);
                _version = read.Version;
                _rows[call.Entry.SiloAddress] = (call.Entry, read.Members[0].Item2);
            }
        }

        private async Task AssertSameAsync(IMembershipTable table)
        {
            var expected = new MembershipTableData([.. _rows.Values.Select(row => Tuple.Create(row.Entry, row.ETag))], _version);
            Entries.AssertSame(expected, await table.ReadAllAsync());
        }
    }
}
