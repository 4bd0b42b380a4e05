using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Membership;

/// <summary>The silo's view of the cluster: kept up by reading the table and by what other silos tell. This part: the view.</summary>
internal sealed partial class ClusterMembership
{
    private readonly Lock _gate = new();
    private readonly IServiceProvider _services;
    private readonly ILocalSiloDetails _silo;
    private readonly IFatalErrorHandler _fatal;
    private readonly Lazy<MembershipGossip> _gossip;
    private readonly ClusterMembershipOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DateTime _started;
    private IMembershipTable? _table;
    private volatile MembershipView _view = MembershipView.Empty;
    private volatile bool _isDetached;

    // Who is on the way out is not stopped again for being taken for dead.
    private volatile bool _isLeaving;

    public ClusterMembership(
        IServiceProvider services, ILocalSiloDetails silo, IFatalErrorHandler fatal, Lazy<MembershipGossip> gossip,
        IOptions<ClusterMembershipOptions> options, TimeProvider time, ILogger<ClusterMembership> logger)
    {
        _services = services;
        _silo = silo;
        _fatal = fatal;
        _gossip = gossip;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _started = Now;
    }

    /// <summary>Raised before a newer view is seen by anybody else, one after the other; handlers must be quick.</summary>
    public event Action<MembershipView, MembershipView>? Changing;

    public MembershipView View => _view;

    /// <summary>Whether this silo has nothing to do with the cluster any more.</summary>
    public bool IsDetached => _isDetached;

    public SiloStatus LocalStatus { get; private set; } = SiloStatus.Created;

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    // Looked up late: a silo without clustering must fail by validation, not by a missing service.
    private IMembershipTable Table => _table ??= (IMembershipTable)_services.GetService(typeof(IMembershipTable))!;

    /// <summary>Prepares the table and declares earlier incarnations of this silo dead.</summary>
    public async Task InitializeAsync(CancellationToken token)
    {
        await Table.InitializeMembershipTableAsync(true, token);
        await RefreshAsync(token);
    }

    /// <summary>Reads the table.</summary>
    public async Task RefreshAsync(CancellationToken token)
    {
        var table = await Table.ReadAllAsync(token);
        if (!_isDetached)
        {
            await EndOtherIncarnationsAsync(table, token);
            Publish(table);
        }
    }

    /// <summary>Reads the table unless the view is at least of a version that another silo has seen.</summary>
    public ValueTask ReachAsync(long version, CancellationToken token) => _view.Version >= version ? default : new(RefreshAsync(token));

    /// <summary>Takes over a view that another silo has told of.</summary>
    public void Publish(MembershipView view)
    {
        lock (_gate)
        {
            if (_isDetached || view.Version < _view.Version)
            {
                return;
            }

            view = WithLocalSilo(view);
            if (view.Version > _view.Version)
            {
                Changing?.Invoke(_view, view);
            }

            _view = view;
        }

        EndIfDead(view);
    }

    /// <summary>Neither reads nor writes the table from now on, as a process that has died.</summary>
    public void Detach() => _isDetached = true;

    public Task UpdateIAmAliveAsync() => Table.UpdateIAmAliveAsync(new() { SiloAddress = _silo.SiloAddress, IAmAliveTime = Now });

    /// <summary>Deletes entries of silos that died before a time.</summary>
    public Task CleanUpAsync(DateTimeOffset before) => Table.CleanupDefunctSiloEntriesAsync(before);

    private void Publish(MembershipTableData table) => Publish(new MembershipView(table.Version.Version, table.Members.Select(m => m.Item1)));

    // An entry that was there and is not any more has been declared dead and deleted.
    private MembershipView WithLocalSilo(MembershipView view)
    {
        if (view.Entries.ContainsKey(_silo.SiloAddress) || !_view.Entries.TryGetValue(_silo.SiloAddress, out var own))
        {
            return view;
        }

        own = own.Copy();
        own.Status = view.Version > _view.Version ? SiloStatus.Dead : own.Status;
        return new(view.Version, view.Entries.Values.Append(own));
    }

    private void EndIfDead(MembershipView view)
    {
        if (LocalStatus is not SiloStatus.Dead && view.Entries.TryGetValue(_silo.SiloAddress, out var own) && own.Status is SiloStatus.Dead)
        {
            EndProcess($"I should be Dead according to the membership table. Local entry: {own}.");
        }
    }

    private void EndProcess(string reason)
    {
        LocalStatus = SiloStatus.Dead;
        LogToldDead(reason);
        if (_isLeaving)
        {
            return;
        }

        _fatal.OnFatalException(this, $"I have been told I am dead, so this silo will stop! Reason: {reason}", null);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This silo is dead by the membership table: {Reason}")]
    private partial void LogToldDead(string reason);
}
