using System.Diagnostics.CodeAnalysis;
using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// Work of several sources, which get equal shares of the workers' time, however many pieces each has and however long they take, or shares
/// by their priority; one that comes after a pause gets no credit for it. (Start-time fair queueing: P. Goyal, H. Vin and H. Cheng, SIGCOMM 1996.) A source's own
/// work is done in the order in which it came.
/// </summary>
internal sealed class FairWork
{
    private readonly object _gate = new();
    private readonly Dictionary<RunSource, Source> _sources = [];

    // A source is in here once while it has work, and then until its turn, so that work withdrawn and asked for anew finds its time. This
    // only grows, so a key that is out of date is found when it comes first.
    private readonly PriorityQueue<Source, long> _ready = new();
    private long _now;
    private bool _closed;
    private int _queued;

    /// <summary>How many pieces wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Adds a piece; null after it was closed.</summary>
    public Piece? TryAdd(RunSource name, Action work)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return null;
            }

            if (!_sources.TryGetValue(name, out var source))
            {
                _sources.Add(name, source = new Source(name));
            }

            var piece = new Piece(source, work);
            piece.Node = source.Waiting.AddLast(piece);
            _queued++;
            Arrange(source);
            Monitor.Pulse(_gate);
            return piece;
        }
    }

    /// <summary>Takes the next piece, waiting for one; false when there will be none. What it has cost is to be told by <see cref="Finish"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out Piece? piece)
    {
        lock (_gate)
        {
            while ((piece = Next()) is null && !_closed)
            {
                Monitor.Wait(_gate);
            }

            return piece is not null;
        }
    }

    /// <summary>Removes a piece that is not wanted any more; without effect on one that was taken.</summary>
    public void Withdraw(Piece piece)
    {
        lock (_gate)
        {
            if (piece.Node?.List is { } waiting)
            {
                waiting.Remove(piece.Node);
                _queued--;
            }
        }
    }

    /// <summary>Charges a source for a piece that is done.</summary>
    public void Finish(Piece piece, TimeSpan cost)
    {
        lock (_gate)
        {
            piece.Source.Time += cost.Ticks * piece.Source.Price;
            piece.Source.UnderWay--;
            Forget(piece.Source);
        }
    }

    /// <summary>What is here is still done; nothing more can be added.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Arrange(Source source)
    {
        if (!source.IsReady)
        {
            source.IsReady = true;
            source.Time = Math.Max(source.Time, _now);
            _ready.Enqueue(source, source.Time);
        }
    }

    private Piece? Next()
    {
        while (_ready.TryDequeue(out var source, out var time))
        {
            if (time != source.Time)
            {
                _ready.Enqueue(source, source.Time);
            }
            else if (source.Waiting.First is { } first)
            {
                return Take(first.Value);
            }
            else
            {
                source.IsReady = false;
                Forget(source);
            }
        }

        return null;
    }

    private Piece Take(Piece piece)
    {
        var source = piece.Source;
        _now = Math.Max(_now, source.Time);
        source.UnderWay++;
        source.Waiting.RemoveFirst();
        _queued--;
        source.IsReady = source.Waiting.Count > 0;
        if (source.IsReady)
        {
            _ready.Enqueue(source, source.Time);
        }

        return piece;
    }

    private void Forget(Source source)
    {
        if (source is { IsReady: false, UnderWay: 0 })
        {
            _sources.Remove(source.Name);
        }
    }

    /// <summary>A piece of work with its place in the queue.</summary>
    internal sealed class Piece(Source source, Action work)
    {
        public Source Source => source;

        public Action Work => work;

        /// <summary>In the list of its source, while it waits.</summary>
        public LinkedListNode<Piece>? Node { get; set; }
    }

    internal sealed class Source(RunSource name)
    {
        public RunSource Name => name;

        public LinkedList<Piece> Waiting { get; } = [];

        /// <summary>Whether it is among those that get a turn, even if all that it had to do is withdrawn until then.</summary>
        public bool IsReady { get; set; }

        public int UnderWay { get; set; }

        /// <summary>What a tick of work costs: by priority 16, 4, or 1.</summary>
        public long Price => 1L << (2 * (RunPriority.High - name.Priority));

        /// <summary>What the work that it was given has cost, or that of the others where it had none to do.</summary>
        public long Time { get; set; }
    }
}
