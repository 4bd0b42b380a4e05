namespace Distributed.Store;

/// <summary>Whether the store takes writes at the moment, as the writes themselves show.</summary>
internal sealed class WriteCondition
{
    private StoreException? _fault;

    /// <summary>Why the last write failed; null when it did not.</summary>
    public StoreException? Fault => Volatile.Read(ref _fault);

    /// <summary>Tells of the first write that fails, of another kind of failure, and of the first that succeeds again.</summary>
    public event Action<StoreException?>? Changed;

    public void Note(StoreException? fault)
    {
        var before = Interlocked.Exchange(ref _fault, fault);
        if (before?.Fault != fault?.Fault)
        {
            Changed?.Invoke(fault);
        }
    }
}
