using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Activations;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>Asks the owners of the directory where grains are, and tells them what is active on this silo.</summary>
internal sealed partial class GrainDirectory
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _hosted = new();
    private readonly Lock _gate = new();
    private readonly SiloAddress _local;
    private readonly DirectoryPartition _partition;
    private readonly ClusterMembership _membership;
    private readonly Lazy<ReferenceFactory> _references;
    private readonly Lazy<Catalog> _catalog;
    private readonly TimeSpan _patience;
    private readonly ILogger _logger;
    private DirectoryRing _ring;

    public GrainDirectory(
        ILocalSiloDetails silo, DirectoryPartition partition, ClusterMembership membership, Lazy<ReferenceFactory> references,
        Lazy<Catalog> catalog, IOptions<SiloMessagingOptions> messaging, ILogger<GrainDirectory> logger)
    {
        _local = silo.SiloAddress;
        _partition = partition;
        _membership = membership;
        _references = references;
        _catalog = catalog;
        _patience = messaging.Value.ResponseTimeout;
        _logger = logger;
        _ring = DirectoryRing.Of(membership.View, _local);
        membership.Changing += OnChanging;
    }

    /// <summary>The silo of a grain; null when the grain is not active.</summary>
    public async ValueTask<SiloAddress?> LookupAsync(GrainId grain)
    {
        var (_, found) = await AskAsync(DirectoryVerb.Lookup, new() { GrainId = grain });
        return found?.SiloAddress;
    }

    /// <summary>Registers an activation of this silo; the answer is the activation that is registered now, which may be another one.</summary>
    public async ValueTask<GrainAddress> RegisterAsync(GrainAddress mine)
    {
        var deadline = Deadline();
        while (true)
        {
            var (ring, found) = await AskAsync(DirectoryVerb.Register, mine);
            if (found is not null && !found.Equals(mine))
            {
                return found;
            }

            if (found is not null && TryKeep(mine, ring))
            {
                return mine;
            }

            await WaitForChangeAsync(ring, deadline, mine.GrainId);
        }
    }

    // What an owner was told that is none any more has been told to nobody.
    private bool TryKeep(GrainAddress mine, DirectoryRing ring)
    {
        lock (_gate)
        {
            if (ReferenceEquals(ring, _ring))
            {
                _hosted[mine.GrainId] = mine;
                return true;
            }

            return false;
        }
    }

    private long Deadline() => Environment.TickCount64 + (long)_patience.TotalMilliseconds;

    /// <summary>Takes an activation of this silo out of the directory.</summary>
    public async ValueTask UnregisterAsync(GrainAddress mine)
    {
        _hosted.TryRemove(KeyValuePair.Create(mine.GrainId, mine));
        DirectoryRing ring;
        do
        {
            (ring, _) = await AskAsync(DirectoryVerb.Unregister, mine);
        }
        while (!ReferenceEquals(ring, Volatile.Read(ref _ring)));
    }

    /// <summary>The registered activations of this silo that belong to one of several owners, from a version of the membership on.</summary>
    public async Task<GrainAddress[]> HostedAsync(long version, SiloAddress[] owners, SiloAddress owner)
    {
        await _membership.ReachAsync(version, CancellationToken.None);
        var ring = DirectoryRing.Of(owners);
        lock (_gate)
        {
            return [.. _hosted.Values.Where(a => ring.OwnerOf(a.GrainId).Equals(owner))];
        }
    }

    /// <summary>Stops activations of this silo that others were faster than.</summary>
    public void StopDuplicates(GrainAddress[] duplicates)
    {
        foreach (var duplicate in duplicates)
        {
            if (_catalog.Value.Find(duplicate.GrainId) is { } activation && activation.Address.Equals(duplicate))
            {
                LogDuplicate(duplicate);
                activation.Deactivate(new(DeactivationReasonCode.DuplicateActivation, "This grain has been activated elsewhere."));
            }
        }
    }

    private void OnChanging(MembershipView earlier, MembershipView view)
    {
        var ring = DirectoryRing.Of(view, _local);
        lock (_gate)
        {
            if (ring.IsSame(_ring))
            {
                return;
            }

            _ring = ring;
        }

        _partition.Change(ring, view.Version, _hosted.Values);
    }

    private async ValueTask<(DirectoryRing Ring, GrainAddress? Found)> AskAsync(DirectoryVerb verb, GrainAddress address)
    {
        var deadline = Deadline();
        while (true)
        {
            var ring = Volatile.Read(ref _ring);
            var owner = ring.OwnerOf(address.GrainId);
            var question = new DirectoryQuestion(verb, _membership.View.Version, address);
            try
            {
                var answer = owner.Equals(_local)
                    ? await _partition.AnswerAsync(question)
                    : await _references.Value.Get<IDirectoryService>(DirectoryService.Type, owner).Ask(question);
                if (answer.IsOwner)
                {
                    return (ring, answer.Address);
                }

                await _membership.ReachAsync(answer.Version, CancellationToken.None);
            }
            catch (Exception exception) when (Environment.TickCount64 < deadline)
            {
                // The owner may be gone; its successor is known as soon as its end is.
                LogNoAnswer(exception, owner, address.GrainId);
            }

            await WaitForChangeAsync(ring, deadline, address.GrainId);
        }
    }

    private async Task WaitForChangeAsync(DirectoryRing ring, long deadline, GrainId grain)
    {
        if (!ReferenceEquals(ring, Volatile.Read(ref _ring)))
        {
            return;
        }

        if (Environment.TickCount64 >= deadline || _membership.IsDetached)
        {
            throw new OrleansException($"The directory did not answer where {grain} is within {_patience}.");
        }

        await Task.Delay(RetryDelay);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo {Owner} did not answer where {Grain} is.")]
    private partial void LogNoAnswer(Exception exception, SiloAddress owner, GrainId grain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping the duplicate activation {Address}.")]
    private partial void LogDuplicate(GrainAddress address);
}
