namespace Distributed.InferenceService.Serving;

/// <summary>
/// One load of a version, shared by all who wait for it. What it loaded stays leased until the last of them has left, so each gets
/// its own lease even when the cache lets the model go in the same moment.
/// </summary>
internal sealed class SharedLoad
{
    // The run itself, and whoever began it.
    private int _holders = 2;
    private ServedModel? _handedOver;

    /// <summary>Begins.</summary>
    /// <param name="load">Loads; takes a lease on the model for this object, beside the one of its slot.</param>
    public SharedLoad(Func<Task<LoadOutcome>> load) => Outcome = Task.Run(() => RunAsync(load));

    /// <summary>What became of it.</summary>
    public Task<LoadOutcome> Outcome { get; }

    /// <summary>Joins those who wait; false when all have left already.</summary>
    public bool TryJoin()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0; holders = Volatile.Read(ref _holders))
        {
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>To be called once by each who joined, after it has taken its own lease.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _handedOver?.Release();
        }
    }

    private async Task<LoadOutcome> RunAsync(Func<Task<LoadOutcome>> load)
    {
        try
        {
            var outcome = await load();
            _handedOver = outcome.Model;
            return outcome;
        }
        finally
        {
            Leave();
        }
    }
}
