using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>This part: changes of the table. Each is made from what was just read and repeated when somebody else was faster.</summary>
internal sealed partial class ClusterMembership
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxFarewell = TimeSpan.FromSeconds(10);

    /// <summary>Writes this silo's status and tells the others.</summary>
    /// <exception cref="OrleansException">The table did not take it in time.</exception>
    public async Task UpdateStatusAsync(SiloStatus status, CancellationToken token)
    {
        if (_isDetached || LocalStatus is SiloStatus.Dead)
        {
            return;
        }

        _isLeaving |= status > SiloStatus.Active;
        var limit = status > SiloStatus.Active && _options.MaxJoinAttemptTime > MaxFarewell ? MaxFarewell : _options.MaxJoinAttemptTime;
        await RepeatAsync(() => TryUpdateStatusAsync(status, token), limit, $"failed to update its status to {status}", token);
        await _gossip.Value.TellAllAsync(_view);
    }

    /// <summary>Votes for a silo's death, and declares it when the votes are enough.</summary>
    public async Task SuspectAsync(SiloAddress suspect, CancellationToken token)
    {
        if (_options.LivenessEnabled && !_isDetached)
        {
            var changed = false;
            await RepeatAsync(async () => (changed = await TrySuspectAsync(suspect, token)) || View.IsDead(suspect),
                _options.ProbeTimeout, $"failed to vote for the death of {suspect}", token);
            if (changed)
            {
                _gossip.Value.TellAllAsync(_view).Ignore();
            }
        }
    }

    private async Task<bool> TryUpdateStatusAsync(SiloStatus status, CancellationToken token)
    {
        var table = await Table.ReadAllAsync(token);
        var row = table.TryGet(_silo.SiloAddress);
        var entry = row?.Item1.Copy() ?? NewEntry();
        if (entry.Status is SiloStatus.Dead && status is not SiloStatus.Dead)
        {
            EndProcess($"I should be Dead according to the membership table. Local entry: {entry}.");
            return true;
        }

        if (status is SiloStatus.Dead)
        {
            // For whoever wants to know who declared it.
            entry.AddVote(_silo.SiloAddress, Now);
        }

        entry.Status = status;
        entry.IAmAliveTime = Now;
        var next = table.Version.Next();
        if (!await (row is null ? Table.InsertRowAsync(entry, next, token) : Table.UpdateRowAsync(entry, row.Item2, next, token)))
        {
            return false;
        }

        LocalStatus = status;
        Publish(Replaced(table, entry));
        return true;
    }

    private async Task<bool> TrySuspectAsync(SiloAddress suspect, CancellationToken token)
    {
        var table = await Table.ReadAllAsync(token);
        var own = table.TryGet(_silo.SiloAddress)?.Item1;
        if (own is null or { Status: SiloStatus.Dead } || table.TryGet(suspect) is not { } row || row.Item1.Status is SiloStatus.Dead)
        {
            Publish(table);
            return true;
        }

        var entry = row.Item1.Copy();
        entry.AddVote(_silo.SiloAddress, Now);
        var active = table.Members.Count(m => m.Item1.Status is SiloStatus.Active && !m.Item1.IsStale(_options, Now));
        var needed = Math.Min(_options.NumVotesForDeathDeclaration, (active + 1) / 2);
        if (entry.FreshVotes(_options, Now) >= needed)
        {
            LogDeclaredDead(suspect);
            entry.Status = SiloStatus.Dead;
        }

        return await TryReplaceAsync(table, row, entry, token);
    }

    // An older incarnation at this silo's endpoint cannot live any more; a newer one means that this one should not.
    private async Task EndOtherIncarnationsAsync(MembershipTableData table, CancellationToken token)
    {
        foreach (var (entry, _) in table.Members.Where(m => IsOtherIncarnation(m.Item1)))
        {
            if (entry.SiloAddress.Generation > _silo.SiloAddress.Generation)
            {
                EndProcess($"A newer silo, {entry.SiloAddress}, has taken this one's place.");
                return;
            }

            await RepeatAsync(() => TryDeclareDeadAsync(entry.SiloAddress, token), _options.MaxJoinAttemptTime,
                $"failed to declare its earlier incarnation {entry.SiloAddress} dead", token);
        }
    }

    private bool IsOtherIncarnation(MembershipEntry entry) => entry.Status is not SiloStatus.Dead
        && entry.SiloAddress.Endpoint.Equals(_silo.SiloAddress.Endpoint) && !entry.SiloAddress.Equals(_silo.SiloAddress);

    private async Task<bool> TryDeclareDeadAsync(SiloAddress dead, CancellationToken token)
    {
        var table = await Table.ReadAllAsync(token);
        if (table.TryGet(dead) is not { } row || row.Item1.Status is SiloStatus.Dead)
        {
            return true;
        }

        LogDeclaredDead(dead);
        var entry = row.Item1.Copy();
        entry.AddVote(_silo.SiloAddress, Now);
        entry.Status = SiloStatus.Dead;
        return await TryReplaceAsync(table, row, entry, token);
    }

    private async Task<bool> TryReplaceAsync(
        MembershipTableData table, Tuple<MembershipEntry, string> row, MembershipEntry entry, CancellationToken token)
    {
        if (!await Table.UpdateRowAsync(entry, row.Item2, table.Version.Next(), token))
        {
            return false;
        }

        Publish(Replaced(table, entry));
        return true;
    }

    private static MembershipView Replaced(MembershipTableData table, MembershipEntry entry) => new(
        table.Version.Version + 1,
        table.Members.Select(m => m.Item1).Where(e => !e.SiloAddress.Equals(entry.SiloAddress)).Append(entry));

    private async Task RepeatAsync(Func<Task<bool>> attempt, TimeSpan limit, string failure, CancellationToken token)
    {
        var deadline = _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);
        Exception? last = null;
        for (var pause = ShortestPause; _time.GetTimestamp() < deadline; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                if (_isDetached || await attempt())
                {
                    return;
                }
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                LogAttemptFailed(exception);
                last = exception;
            }

            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), _time, token);
        }

        throw new OrleansException(
            $"Silo {_silo.SiloAddress} {failure} in the membership table within {limit}: {last?.Message ?? "others kept changing it"}.", last!);
    }

    private MembershipEntry NewEntry() => new()
    {
        SiloAddress = _silo.SiloAddress,
        SiloName = _silo.Name,
        HostName = _silo.DnsHostName,
        RoleName = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name ?? string.Empty,
        ProxyPort = _silo.GatewayAddress.Endpoint.Port,
        StartTime = _started,
        SuspectTimes = [],
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Declaring silo {Silo} dead.")]
    private partial void LogDeclaredDead(SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The membership table could not be changed; it is tried again.")]
    private partial void LogAttemptFailed(Exception exception);
}
