using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>On the first of the active silos: deletes entries of silos that are dead for long, or too many.</summary>
internal sealed partial class DefunctSiloCleaner(
    ClusterMembership membership, ILocalSiloDetails silo, IOptions<ClusterMembershipOptions> options, TimeProvider time,
    ILogger<DefunctSiloCleaner> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Granularity = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1);
    private ITimer? _timer;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(DefunctSiloCleaner), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _timer?.Dispose();

    private Task Start(CancellationToken token)
    {
        membership.Changing += OnChanging;
        var period = options.Value.DefunctSiloCleanupPeriod ?? Timeout.InfiniteTimeSpan;
        _timer = time.CreateTimer(_ => Clean(membership.View).Ignore(), null, period, period);
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken token)
    {
        membership.Changing -= OnChanging;
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    private void OnChanging(MembershipView earlier, MembershipView view) => Task.Run(() => Clean(view)).Ignore();

    private async Task Clean(MembershipView view)
    {
        if (!silo.SiloAddress.Equals(view.Active.FirstOrDefault()) || Limit(view) is not { } before || !await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            _last = time.GetUtcNow();
            await membership.CleanUpAsync(before);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
        }
        finally
        {
            _one.Release();
        }
    }

    // Entries with signs of life before this go; null when none needs to.
    private DateTimeOffset? Limit(MembershipView view)
    {
        var now = time.GetUtcNow();
        var dead = view.Entries.Values.Where(e => e.Status is SiloStatus.Dead).Select(e => e.LastSignOfLife()).OrderDescending().ToArray();
        var limits = new List<DateTimeOffset>();
        if (options.Value.DefunctSiloCleanupPeriod is { } period && now - _last >= period)
        {
            limits.Add(now - options.Value.DefunctSiloExpiration);
        }

        if (options.Value.MaxDefunctSiloEntries is { } max && dead.Length > max)
        {
            limits.Add(new DateTimeOffset(dead[max], TimeSpan.Zero) + Granularity);
        }

        return limits.Count == 0 ? null : limits.Max();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Entries of dead silos could not be deleted.")]
    private partial void LogFailed(Exception exception);
}
