using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Directory;
using Orleans.Dispatch;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>Probes other silos and votes for the death of those that do not answer.</summary>
internal sealed partial class ClusterHealthMonitor(
    ClusterMembership membership, ReferenceFactory references, ILocalSiloDetails silo, LoadBoard loads,
    IOptions<ClusterMembershipOptions> options, TimeProvider time, ILogger<ClusterHealthMonitor> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const double MaxLateness = 1.25;
    private readonly Dictionary<SiloAddress, CancellationTokenSource> _watched = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ClusterHealthMonitor), ServiceLifecycleStage.ValidateInitialConnectivity, Start, Stop);

    public void Dispose() => Stop();

    private Task Start(CancellationToken token)
    {
        membership.Changing += OnChanging;
        _ = RunAsync();
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken token)
    {
        Stop();
        return Task.CompletedTask;
    }

    private void Stop()
    {
        membership.Changing -= OnChanging;
        _stopping.Cancel();
        lock (_gate)
        {
            foreach (var watch in _watched.Values)
            {
                watch.Cancel();
            }
        }
    }

    private void OnChanging(MembershipView earlier, MembershipView view) => Watch(view);

    // Signs of life go stale without any change of the cluster.
    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(options.Value.ProbePeriod, time);
        do
        {
            Watch(membership.View);
            await EvictLateJoinersAsync();
        }
        while (await timer.NextAsync(_stopping.Token));
    }

    private void Watch(MembershipView view)
    {
        var wanted = Wanted(view).ToHashSet();
        lock (_gate)
        {
            foreach (var gone in _watched.Keys.Where(s => !wanted.Contains(s)).ToArray())
            {
                _watched.Remove(gone, out var watch);
                watch!.Cancel();
            }

            foreach (var added in wanted.Where(s => !_watched.ContainsKey(s) && !_stopping.IsCancellationRequested))
            {
                var watch = _watched[added] = new();
                _ = ProbeAsync(added, watch.Token);
            }
        }
    }

    // A silo that joins watches only those whose entries look abandoned: they would keep it from joining.
    private IEnumerable<SiloAddress> Wanted(MembershipView view)
    {
        var status = view.StatusOf(silo.SiloAddress);
        if (status is not (SiloStatus.Joining or SiloStatus.Active))
        {
            return [];
        }

        var now = time.GetUtcNow().UtcDateTime;
        var others = view.Entries.Values
            .Where(e => e.Status.IsRunning() && !e.SiloAddress.Endpoint.Equals(silo.SiloAddress.Endpoint))
            .ToArray();
        var suspects = others.Where(e => e.FreshVotes(options.Value, now) > 0 || e.IsStale(options.Value, now));
        var neighbours = status is SiloStatus.Joining ? [] : others.OrderBy(Distance).Take(options.Value.NumProbedSilos);
        return suspects.Concat(neighbours).Select(e => e.SiloAddress);
    }

    // Each silo has its own order of the others, so that all are watched by several.
    private uint Distance(MembershipEntry entry) =>
        StableHash.Of($"{silo.SiloAddress.ToParsableString()} {entry.SiloAddress.ToParsableString()}");

    private async Task EvictLateJoinersAsync()
    {
        var limit = time.GetUtcNow().UtcDateTime - options.Value.MaxJoinAttemptTime;
        var late = membership.View.Entries.Values.Where(e => e.Status is SiloStatus.Created or SiloStatus.Joining
            && e.StartTime < limit && !e.SiloAddress.Equals(silo.SiloAddress));
        foreach (var entry in options.Value.EvictWhenMaxJoinAttemptTimeExceeded ? late : [])
        {
            await SuspectAsync(entry.SiloAddress);
        }
    }

    private async Task ProbeAsync(SiloAddress other, CancellationToken token)
    {
        var failures = 0;
        using var timer = new PeriodicTimer(options.Value.ProbePeriod, time);
        while (await timer.NextAsync(token))
        {
            var started = time.GetTimestamp();
            var answers = await AnswersAsync(other, token);
            failures = answers ? 0 : IsLate(started) ? failures : failures + 1;
            if (failures >= options.Value.NumMissedProbesLimit && !token.IsCancellationRequested)
            {
                await SuspectAsync(other);
            }
        }
    }

    // A silo that gets too little of its processor to notice the end of a wait in time judges nobody.
    private bool IsLate(long started) => time.GetElapsedTime(started) > options.Value.ProbeTimeout * MaxLateness;

    private async Task<bool> AnswersAsync(SiloAddress other, CancellationToken token)
    {
        try
        {
            var probe = references.Get<IMembershipService>(MembershipService.Type, other).Probe();
            var (activations, version) = await probe.WaitAsync(options.Value.ProbePeriod, time, token);
            loads.Report(other, activations);
            CatchUpAsync(version).Ignore();
            return true;
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            // Nobody watches the silo any more, because it is gone.
            return true;
        }
        catch (Exception exception)
        {
            LogMissed(other, exception.Message);
            return false;
        }
    }

    // Who has missed a change, perhaps its own declaration of death while it was stopped, learns it from the others' version.
    private async Task CatchUpAsync(long version) => await membership.ReachAsync(version, _stopping.Token);

    private async Task SuspectAsync(SiloAddress suspect)
    {
        try
        {
            await membership.SuspectAsync(suspect, _stopping.Token);
        }
        catch (Exception exception)
        {
            LogVoteFailed(exception, suspect);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Did not get a response for a probe of silo {Silo}: {Reason}")]
    private partial void LogMissed(SiloAddress silo, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Silo {Silo} does not answer and the vote for its death failed.")]
    private partial void LogVoteFailed(Exception exception, SiloAddress silo);
}
