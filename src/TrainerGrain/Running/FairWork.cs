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

    // A source is in here once while it has work. Its time only grows, so a key that is out of date is found when it comes first.
    private readonly PriorityQueue<Source, long> _ready = new();
    private long _now;
    private bool _closed;

    /// <summary>Adds a piece; false after it was closed.</summary>
    public bool TryAdd(RunSource name, Action work)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (!_sources.TryGetValue(name, out var source))
            {
                _sources.Add(name, source = new Source(name));
            }

            source.Waiting.Enqueue(work);
            if (source.Waiting.Count == 1)
            {
                source.Time = Math.Max(source.Time, _now);
                _ready.Enqueue(source, source.Time);
            }

            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes the next piece, waiting for one; false when there will be none. What it has cost is to be told by <see cref="Finish"/>.</summary>
    public bool TryTake([NotNullWhen(true)] out Piece? piece)
    {
        lock (_gate)
        {
            while (_ready.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            piece = _ready.Count == 0 ? null : Take(Next());
            return piece is not null;
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

    private Source Next()
    {
        while (true)
        {
            _ready.TryDequeue(out var source, out var time);
            if (time == source!.Time)
            {
                return source;
            }

            _ready.Enqueue(source, source.Time);
        }
    }

    private Piece Take(Source source)
    {
        _now = Math.Max(_now, source.Time);
        source.UnderWay++;
        var piece = new Piece(source, source.Waiting.Dequeue());
        if (source.Waiting.Count > 0)
        {
            _ready.Enqueue(source, source.Time);
        }

        return piece;
    }

    private void Forget(Source source)
    {
        if (source is { Waiting.Count: 0, UnderWay: 0 })
        {
            _sources.Remove(source.Name);
        }
    }

    /// <summary>A piece of work that was taken.</summary>
    internal sealed record Piece(Source Source, Action Work);

    internal sealed class Source(RunSource name)
    {
        public RunSource Name => name;

        public Queue<Action> Waiting { get; } = [];

        public int UnderWay { get; set; }

        /// <summary>What a tick of work costs: by priority 16, 4, or 1.</summary>
        public long Price => 1L << (2 * (RunPriority.High - name.Priority));

        /// <summary>What the work that it was given has cost, or that of the others where it had none to do.</summary>
        public long Time { get; set; }
    }
}
