using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>Brings the silo into the cluster and out of it, and keeps its sign of life and its view fresh in between.</summary>
internal sealed partial class MembershipAgent(
    ClusterMembership membership, ReferenceFactory references, ILocalSiloDetails silo, IOptions<ClusterMembershipOptions> options,
    TimeProvider time, ILogger<MembershipAgent> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();

    public void Participate(ISiloLifecycle lifecycle)
    {
        // On the way down, after everything that still sends messages.
        lifecycle.Subscribe(nameof(MembershipAgent), ServiceLifecycleStage.RuntimeInitialize + 1, _ => Task.CompletedTask, BecomeDead);
        lifecycle.Subscribe<MembershipAgent>(ServiceLifecycleStage.RuntimeGrainServices, membership.InitializeAsync);
        lifecycle.Subscribe<MembershipAgent>(
            ServiceLifecycleStage.AfterRuntimeGrainServices, token => membership.UpdateStatusAsync(SiloStatus.Joining, token));
        lifecycle.Subscribe<MembershipAgent>(ServiceLifecycleStage.ValidateInitialConnectivity, ReachAllAsync);
        lifecycle.Subscribe(nameof(MembershipAgent), ServiceLifecycleStage.BecomeActive, BecomeActive, BecomeInactive);
    }

    public void Dispose() => _stopping.Cancel();

    private async Task BecomeActive(CancellationToken token)
    {
        await membership.UpdateStatusAsync(SiloStatus.Active, token);
        _ = EveryAsync(options.Value.IAmAliveTablePublishTimeout, _ => membership.UpdateIAmAliveAsync());
        _ = EveryAsync(options.Value.TableRefreshTimeout, membership.RefreshAsync);
    }

    private async Task BecomeInactive(CancellationToken token)
    {
        await _stopping.CancelAsync();
        var status = token.IsCancellationRequested ? SiloStatus.Stopping : SiloStatus.ShuttingDown;
        using var grace = new CancellationTokenSource(ShutdownGrace, time);
        await membership.UpdateStatusAsync(status, grace.Token);
    }

    private Task BecomeDead(CancellationToken token) => membership.UpdateStatusAsync(SiloStatus.Dead, CancellationToken.None);

    // A silo that some active silo cannot talk to would split the cluster: it must not join.
    private async Task ReachAllAsync(CancellationToken token)
    {
        var deadline = time.GetUtcNow() + options.Value.MaxJoinAttemptTime;
        while (await UnreachableAsync() is { Length: > 0 } unreachable)
        {
            var names = string.Join(", ", (object[])unreachable);
            LogUnreachable(names);
            if (time.GetUtcNow() + options.Value.ProbeTimeout > deadline)
            {
                throw new OrleansException(
                    $"Failed to get ping responses from {names}. Newly joining silos validate connectivity with all active silos "
                    + "before joining the cluster.");
            }

            await Task.Delay(options.Value.ProbeTimeout, time, token);
            await membership.RefreshAsync(token);
        }
    }

    private async Task<SiloAddress[]> UnreachableAsync()
    {
        var others = membership.View.Active.Where(s => !s.Endpoint.Equals(silo.SiloAddress.Endpoint)).ToArray();
        var reached = await Task.WhenAll(others.Select(ReachAsync));
        return [.. others.Where((_, i) => !reached[i])];
    }

    private async Task<bool> ReachAsync(SiloAddress other)
    {
        try
        {
            await references.Get<IMembershipService>(MembershipService.Type, other).Probe().WaitAsync(options.Value.ProbeTimeout, time);
            return true;
        }
        catch (Exception exception)
        {
            LogNoAnswer(other, exception.Message);
            return false;
        }
    }

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> action)
    {
        var token = _stopping.Token;
        using var timer = new PeriodicTimer(period, time);
        while (await timer.NextAsync(token))
        {
            try
            {
                await action(token);
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                LogRefreshFailed(exception);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to get ping responses from the active silos {Silos}; it is tried again.")]
    private partial void LogUnreachable(string silos);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Did not receive a probe response from silo {Silo}: {Reason}")]
    private partial void LogNoAnswer(SiloAddress silo, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The membership table could not be reached.")]
    private partial void LogRefreshFailed(Exception exception);
}
