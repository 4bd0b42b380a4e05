using Microsoft.Extensions.Logging;
using Orleans.Dispatch;
using Orleans.Membership;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>
/// The part of the directory that this silo keeps. When the silos change it asks each of them which activations belong here, and says nothing
/// of grains that it has not heard of until all have answered.
/// </summary>
internal sealed partial class DirectoryPartition(
    ILocalSiloDetails silo, ClusterMembership membership, Lazy<ReferenceFactory> references, ILogger<DirectoryPartition> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<GrainId, GrainAddress> _entries = [];
    private readonly HashSet<ActivationId> _gone = [];
    private readonly Lock _gate = new();
    private readonly SiloAddress _local = silo.SiloAddress;
    private DirectoryRing _ring = DirectoryRing.Of(MembershipView.Empty, silo.SiloAddress);
    private TaskCompletionSource _recovered = Completed();

    /// <summary>Answers as the owner, once the own view is at least as new as that of who asks.</summary>
    public async ValueTask<DirectoryAnswer> AnswerAsync(DirectoryQuestion question)
    {
        await membership.ReachAsync(question.Version, CancellationToken.None);
        DirectoryAnswer? answer;
        while (!TryAnswer(question, out answer, out var recovery))
        {
            await recovery.WaitAsync(Patience);
        }

        return answer!;
    }

    /// <summary>Takes over a new ring.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="version">The version of its view.</param>
    /// <param name="own">This silo's activations.</param>
    public void Change(DirectoryRing ring, long version, IEnumerable<GrainAddress> own)
    {
        TaskCompletionSource superseded;
        TaskCompletionSource recovery;
        lock (_gate)
        {
            _ring = ring;
            superseded = _recovered;
            recovery = _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _gone.Clear();
            foreach (var entry in _entries.Values.Where(e => !IsOwn(e.GrainId) || !ring.IsHost(e.SiloAddress!)).ToArray())
            {
                _entries.Remove(entry.GrainId);
            }
        }

        superseded.TrySetResult();
        _ = Merge(ring, own);
        var others = ring.Owners.Contains(_local) ? ring.Hosts.Where(h => !h.Equals(_local)).ToArray() : [];
        if (others.Length == 0)
        {
            recovery.TrySetResult();
            return;
        }

        _ = RecoverAsync(ring, version, others, recovery);
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private bool IsOwn(GrainId grain) => _ring.OwnerOf(grain).Equals(_local);

    private bool TryAnswer(DirectoryQuestion question, out DirectoryAnswer? answer, out Task recovery)
    {
        var grain = question.Address.GrainId;
        lock (_gate)
        {
            recovery = _recovered.Task;
            var isOwn = IsOwn(grain);
            answer = new(isOwn, membership.View.Version, null);
            if (!isOwn)
            {
                return true;
            }

            var known = _entries.GetValueOrDefault(grain);
            if (known is null && question.Verb is not DirectoryVerb.Unregister && !recovery.IsCompleted)
            {
                return false;
            }

            answer = answer with { Address = Apply(question, known) };
            return true;
        }
    }

    private GrainAddress? Apply(DirectoryQuestion question, GrainAddress? known)
    {
        var (verb, address) = (question.Verb, question.Address);

        // Of its own activations a silo knows best.
        if (verb is DirectoryVerb.Register && _ring.IsHost(address.SiloAddress!)
            && (known is null || known.SiloAddress!.Equals(address.SiloAddress)))
        {
            return _entries[address.GrainId] = address;
        }

        if (verb is DirectoryVerb.Unregister && (known is null || address.Equals(known)))
        {
            Remove(address);
            return null;
        }

        return known;
    }

    // A silo's list of its activations may have been made before this one stopped and arrive after.
    private void Remove(GrainAddress address)
    {
        _entries.Remove(address.GrainId);
        if (!_recovered.Task.IsCompleted)
        {
            _gone.Add(address.ActivationId);
        }
    }

    private async Task RecoverAsync(DirectoryRing ring, long version, SiloAddress[] others, TaskCompletionSource recovery)
    {
        await Task.WhenAll(others.Select(other => AskUntilAnsweredAsync(ring, version, other)));
        recovery.TrySetResult();
    }

    // Ends also when the ring is replaced, which happens at the latest when the silo that does not answer is declared dead.
    private async Task AskUntilAnsweredAsync(DirectoryRing ring, long version, SiloAddress other)
    {
        var service = references.Value.Get<IDirectoryService>(DirectoryService.Type, other);
        while (ReferenceEquals(ring, Volatile.Read(ref _ring)) && !membership.IsDetached)
        {
            try
            {
                var duplicates = Merge(ring, await service.Hosted(version, ring.Owners, _local));
                if (duplicates.Length > 0)
                {
                    await service.StopDuplicates(duplicates);
                }

                return;
            }
            catch (Exception exception)
            {
                LogNotRecovered(exception, other);
                await Task.Delay(RetryDelay);
            }
        }
    }

    private GrainAddress[] Merge(DirectoryRing ring, IEnumerable<GrainAddress> addresses)
    {
        var duplicates = new List<GrainAddress>();
        lock (_gate)
        {
            foreach (var address in ReferenceEquals(ring, _ring) ? addresses : [])
            {
                if (IsOwn(address.GrainId) && !_gone.Contains(address.ActivationId) && _entries.TryAdd(address.GrainId, address) is false
                    && !_entries[address.GrainId].SiloAddress!.Equals(address.SiloAddress))
                {
                    duplicates.Add(address);
                }
            }
        }

        return [.. duplicates];
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo {Silo} has not yet said which activations it has.")]
    private partial void LogNotRecovered(Exception exception, SiloAddress silo);
}
