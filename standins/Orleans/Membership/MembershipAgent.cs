using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>Keeps this silo's entry in the membership table: active while it serves grains, dead when it has stopped.</summary>
internal sealed class MembershipAgent(IServiceProvider services, ILocalSiloDetails silo, TimeProvider time)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private const int MaxAttempts = 10;

    // Looked up late: a silo without clustering must fail by validation, not by a missing service.
    private IMembershipTable Table => (IMembershipTable)services.GetService(typeof(IMembershipTable))!;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(MembershipAgent),
        ServiceLifecycleStage.BecomeActive,
        BecomeActive,
        token => SetStatus(SiloStatus.Dead));

    public async Task<IReadOnlyList<MembershipEntry>> ReadAll() => [.. (await Table.ReadAll()).Members.Select(m => m.Item1)];

    private async Task BecomeActive(CancellationToken token)
    {
        await Table.InitializeMembershipTable(true);
        await SetStatus(SiloStatus.Active);
    }

    private async Task SetStatus(SiloStatus status)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var data = await Table.ReadAll();
            var row = data.TryGet(silo.SiloAddress);
            var entry = row?.Item1 ?? NewEntry();
            entry.Status = status;
            entry.IAmAliveTime = time.GetUtcNow().UtcDateTime;
            if (await (row is null ? Table.InsertRow(entry, data.Version.Next()) : Table.UpdateRow(entry, row.Item2, data.Version.Next())))
            {
                return;
            }
        }

        throw new OrleansException($"The membership table did not accept the status {status} of {silo.SiloAddress} in {MaxAttempts} attempts.");
    }

    private MembershipEntry NewEntry() => new()
    {
        SiloAddress = silo.SiloAddress,
        SiloName = silo.Name,
        HostName = silo.DnsHostName,
        ProxyPort = silo.GatewayAddress.Endpoint.Port,
        StartTime = time.GetUtcNow().UtcDateTime,
        SuspectTimes = [],
    };
}
