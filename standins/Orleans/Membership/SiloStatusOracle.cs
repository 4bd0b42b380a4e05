using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <inheritdoc cref="ISiloStatusOracle"/>
internal sealed partial class SiloStatusOracle : ISiloStatusOracle, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly Channel<(SiloAddress Silo, SiloStatus Status)> _changes = Channel.CreateUnbounded<(SiloAddress, SiloStatus)>();
    private readonly List<WeakReference<ISiloStatusListener>> _listeners = [];
    private readonly Lock _gate = new();
    private readonly ClusterMembership _membership;
    private readonly ILocalSiloDetails _silo;
    private readonly ILogger _logger;

    public SiloStatusOracle(ClusterMembership membership, ILocalSiloDetails silo, ILogger<SiloStatusOracle> logger)
    {
        _membership = membership;
        _silo = silo;
        _logger = logger;
        membership.Changing += OnChanging;
    }

    public SiloStatus CurrentStatus => _membership.LocalStatus;

    public string SiloName => _silo.Name;

    public SiloAddress SiloAddress => _silo.SiloAddress;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<SiloStatusOracle>(ServiceLifecycleStage.RuntimeServices, Start);

    public void Dispose()
    {
        _membership.Changing -= OnChanging;
        _changes.Writer.TryComplete();
    }

    public SiloAddress[] GetActiveSilos() => [.. _membership.View.Active];

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) =>
        siloAddress.Equals(SiloAddress) ? CurrentStatus : _membership.View.StatusOf(siloAddress);

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => _membership.View.Entries.Values
        .Where(e => !onlyActive || e.Status is SiloStatus.Active)
        .ToDictionary(e => e.SiloAddress, e => e.Status);

    public bool TryGetSiloName(SiloAddress siloAddress, out string siloName)
    {
        siloName = _membership.View.Entries.GetValueOrDefault(siloAddress)?.SiloName!;
        return siloName is not null;
    }

    public bool IsFunctionalDirectory(SiloAddress siloAddress) =>
        GetApproximateSiloStatus(siloAddress) is not (SiloStatus.ShuttingDown or SiloStatus.Stopping or SiloStatus.Dead);

    public bool IsDeadSilo(SiloAddress silo) => !silo.Equals(SiloAddress) && _membership.View.IsDead(silo);

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer)
    {
        lock (_gate)
        {
            if (_listeners.Exists(l => Is(l, observer)))
            {
                return false;
            }

            _listeners.Add(new(observer));
            return true;
        }
    }

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer)
    {
        lock (_gate)
        {
            return _listeners.RemoveAll(l => Is(l, observer)) > 0;
        }
    }

    private static bool Is(WeakReference<ISiloStatusListener> reference, ISiloStatusListener observer) =>
        reference.TryGetTarget(out var listener) && ReferenceEquals(listener, observer);

    private Task Start(CancellationToken token)
    {
        _ = TellAsync();
        return Task.CompletedTask;
    }

    private void OnChanging(MembershipView earlier, MembershipView view)
    {
        foreach (var change in view.ChangesSince(earlier))
        {
            _changes.Writer.TryWrite(change);
        }
    }

    private async Task TellAsync()
    {
        await foreach (var (silo, status) in _changes.Reader.ReadAllAsync())
        {
            foreach (var listener in Listeners())
            {
                Tell(listener, silo, status);
            }
        }
    }

    private void Tell(ISiloStatusListener listener, SiloAddress silo, SiloStatus status)
    {
        try
        {
            listener.SiloStatusChangeNotification(silo, status);
        }
        catch (Exception exception)
        {
            LogListenerFailed(exception, listener);
        }
    }

    private List<ISiloStatusListener> Listeners()
    {
        var living = new List<ISiloStatusListener>();
        lock (_gate)
        {
            _listeners.RemoveAll(l => !l.TryGetTarget(out _));
            foreach (var reference in _listeners)
            {
                if (reference.TryGetTarget(out var listener))
                {
                    living.Add(listener);
                }
            }
        }

        return living;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unable to notify {Listener} of a silo's status.")]
    private partial void LogListenerFailed(Exception exception, ISiloStatusListener listener);
}
