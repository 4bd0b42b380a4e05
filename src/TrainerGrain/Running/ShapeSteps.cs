using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// The steps of the sessions of one shape. Those that ask for one while others are in theirs gather, and a thread that comes takes them
/// as a stack. So one run alone never waits, and of thousands the stacks are full.
/// </summary>
internal sealed class ShapeSteps
{
    [ThreadStatic]
    private static Settlement? _settlement;

    private readonly Lock _gate = new();
    private readonly StackedSteps _all;
    private readonly WaitingSeats _waiting;
    private readonly List<StackSeat> _deferred = [];
    private readonly StackTrainer _trainer;
    private readonly int _maxMembers;
    private int _underWay;

    public ShapeSteps(StackShape shape, StackedSteps all)
    {
        (Shape, _all) = (shape, all);
        _waiting = new WaitingSeats(all.Threads, Serve);
        _trainer = new StackTrainer(shape, all);
        _maxMembers = all.MaxMembersOf(shape);
    }

    public StackShape Shape { get; }

    /// <summary>How many sessions are in training. It belongs to <see cref="StackedSteps"/>.</summary>
    public int Seats { get; set; }

    public void Leave() => _all.Leave(this);

    public void Request(StackSeat seat)
    {
        if (_settlement is { } settlement && settlement.Steps == this)
        {
            settlement.Returning.Add(seat);
        }
        else
        {
            Publish([seat]);
        }
    }

    public void Stop(StackSeat seat)
    {
        bool waited;
        lock (_gate)
        {
            seat.IsStopped = true;
            waited = seat.Waits;
            if (waited)
            {
                _waiting.Remove(seat);
            }
        }

        if (waited)
        {
            seat.End([]);
            FreeUnused();
        }
    }

    private void Publish(IReadOnlyCollection<StackSeat> seats)
    {
        StackSeat[] ended;
        lock (_gate)
        {
            ended = [.. seats.Where(seat => seat.IsStopped || !_waiting.TryAdd(seat))];
        }

        Array.ForEach(ended, seat => seat.End([]));
    }

    /// <summary>Trains a stack around a seat whose turn has come, if it still waits.</summary>
    private void Serve(StackSeat seat)
    {
        if (Take(seat) is not { Length: > 0 } members)
        {
            return;
        }

        _all.BeginStep();
        var endings = Train(members);
        _all.EndStep();
        Settle(endings);
        FreeUnused();
    }

    private StackSeat[] Take(StackSeat first)
    {
        lock (_gate)
        {
            if (!first.Waits)
            {
                return []; // It was taken in another's company, or stopped.
            }

            if (_underWay > 0 && 2 * _waiting.Count < FairShare)
            {
                // These few would train ahead of the many that are in their step now; with them, they make even stacks.
                _deferred.Add(first);
                return [];
            }

            _underWay++;
            return _waiting.Take(first, Math.Min(_maxMembers, DivideUp(_waiting.Count, _all.FreeThreads)));
        }
    }

    /// <summary>Members of a stack when all sessions are dealt evenly to the threads.</summary>
    private int FairShare => Math.Min(_maxMembers, DivideUp(Seats, _all.Threads.Count));

    /// <summary>Trains a step of all; returns what tells each of them. A fault is told to the one that has it alone, too.</summary>
    private Action[] Train(StackSeat[] members)
    {
        try
        {
            var losses = _trainer.Step([.. members.Select(member => member.Session)]);
            return [.. members.Select<StackSeat, Action>((member, place) => () => member.End(losses[place]))];
        }
#pragma warning disable CA1031 // The exception is not swallowed: it belongs to the run whose session it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return members.Length == 1 ? [() => members[0].Fail(exception)] : [.. members.SelectMany(member => Train([member]))];
        }
    }

    /// <summary>
    /// Tells each run that its step is done. Its flow goes on here, until it waits for its next step or for the store, so that when
    /// the last has been told, all that go on at once have come back. Until then none of them is seen to wait: another thread would take
    /// the first to come, by itself.
    /// </summary>
    private void Settle(Action[] endings)
    {
        var settlement = _settlement = new Settlement(this, []);
        Array.ForEach(endings, end => end());
        _settlement = null;
        Publish(settlement.Returning);

        // Only now: at no time do those that return neither wait nor are under way, which would free their tensors.
        StackSeat[] refused;
        lock (_gate)
        {
            _underWay--;
            refused = [.. _deferred.Where(seat => seat.Waits && !_waiting.TryAnnounce(seat))];
            _deferred.Clear();
        }

        Array.ForEach(refused, Stop);
    }

    /// <summary>Frees the tensors while nobody is about to use them.</summary>
    private void FreeUnused()
    {
        bool unused;
        lock (_gate)
        {
            unused = _underWay == 0 && _waiting.Count == 0;
        }

        if (unused)
        {
            _trainer.Free();
        }
    }

    private static int DivideUp(int number, int by) => (number + by - 1) / by;

    /// <summary>The seats that come back while a thread tells the members of a stack that their step is done.</summary>
    private sealed record Settlement(ShapeSteps Steps, List<StackSeat> Returning);
}
