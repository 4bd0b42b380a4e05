namespace Distributed.TrainerGrain.Running;

/// <summary>
/// The seats of one shape that wait for their step, longest first, each with one turn on the threads. With the wait goes the turn: of thousands
/// that are trained as a stack, all turns but the first one's would pile up, step by step. Its owner keeps callers apart.
/// </summary>
internal sealed class WaitingSeats(ComputeThreads threads, Action<StackSeat> serve)
{
    private readonly LinkedList<StackSeat> _seats = [];

    public int Count => _seats.Count;

    /// <summary>Lets a seat wait behind those that do; false when the threads have ended.</summary>
    public bool TryAdd(StackSeat seat)
    {
        if (!TryAnnounce(seat))
        {
            return false;
        }

        _seats.AddLast(seat.Node);
        return true;
    }

    /// <summary>Gives a seat its turn anew, behind those who have one; false when the threads have ended.</summary>
    public bool TryAnnounce(StackSeat seat)
    {
        Withdraw(seat);
        seat.Turn = threads.TryAdd(seat.Source, () => serve(seat));
        return seat.Turn is not null;
    }

    public void Remove(StackSeat seat)
    {
        _seats.Remove(seat.Node);
        Withdraw(seat);
    }

    /// <summary>Removes a seat, and those that have waited longest as its company.</summary>
    public StackSeat[] Take(StackSeat first, int count)
    {
        _seats.Remove(first.Node);
        _seats.AddFirst(first.Node);
        var taken = _seats.Take(count).ToArray();
        Array.ForEach(taken, Remove);
        return taken;
    }

    private void Withdraw(StackSeat seat)
    {
        if (seat.Turn is { } turn)
        {
            threads.Withdraw(turn);
            seat.Turn = null;
        }
    }
}
