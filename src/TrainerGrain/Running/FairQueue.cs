using System.Diagnostics.CodeAnalysis;
using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// A queue in which sources take turns, those of higher priority first. So many places are given out at once; but a source with little of
/// its own in training is let in even then, so that none waits for another's long runs. Every operation costs the same however many wait.
/// </summary>
/// <param name="places">Places; an item may take several, and the last one let in may take more than are left.</param>
/// <param name="own">So many items of each source are let in whatever the others have.</param>
internal sealed class FairQueue<T>(int places, int own)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunSource, Source> _sources = [];
    private readonly Turns _waiting = new();
    private readonly Turns _entitled = new();
    private long _taken;
    private int _queued;
    private int _inTraining;

    /// <summary>How many wait.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>How many were taken and not released yet.</summary>
    public int InTraining => Volatile.Read(ref _inTraining);

    /// <summary>Puts an item behind those of its source.</summary>
    public Entry Enqueue(T item, RunSource name, int size)
    {
        lock (_gate)
        {
            if (!_sources.TryGetValue(name, out var source))
            {
                _sources.Add(name, source = new Source(name));
            }

            var entry = new Entry(item, source, size);
            source.Waiting.AddLast(entry.Node);
            _queued++;
            Arrange(source);
            return entry;
        }
    }

    /// <summary>Takes the next item, if there is one that may be let in.</summary>
    public bool TryTake([NotNullWhen(true)] out Entry? entry)
    {
        lock (_gate)
        {
            if ((_taken < places ? _waiting : _entitled).Next is not { } source)
            {
                entry = null;
                return false;
            }

            entry = source.Waiting.First!.Value;
            Leave(entry);
            _taken += entry.Size;
            _inTraining++;
            source.InTraining++;
            _waiting.Remove(source);
            _entitled.Remove(source);
            Arrange(source);
            return true;
        }
    }

    /// <summary>Removes an item that waits; false when it does not.</summary>
    public bool Remove(Entry entry)
    {
        lock (_gate)
        {
            if (entry.Node.List is null)
            {
                return false;
            }

            Leave(entry);
            Arrange(entry.Source);
            return true;
        }
    }

    /// <summary>Gives back the places of an item that was taken.</summary>
    public void Release(Entry entry)
    {
        lock (_gate)
        {
            _taken -= entry.Size;
            _inTraining--;
            entry.Source.InTraining--;
            Arrange(entry.Source);
        }
    }

    private void Leave(Entry entry)
    {
        entry.Source.Waiting.Remove(entry.Node);
        _queued--;
    }

    /// <summary>Sees that a source has a turn exactly when it has something to take; where it has one already, it keeps its place.</summary>
    private void Arrange(Source source)
    {
        _waiting.Set(source, source.Waiting.Count > 0);
        _entitled.Set(source, source.Waiting.Count > 0 && source.InTraining < own);
        if (source is { Waiting.Count: 0, InTraining: 0 })
        {
            _sources.Remove(source.Name);
        }
    }

    /// <summary>An item with its place in the queue.</summary>
    internal sealed class Entry
    {
        public Entry(T item, Source source, int size)
        {
            (Item, Source, Size) = (item, source, size);
            Node = new LinkedListNode<Entry>(this);
        }

        public T Item { get; }

        public Source Source { get; }

        public int Size { get; }

        public LinkedListNode<Entry> Node { get; }
    }

    internal sealed class Source(RunSource name)
    {
        public RunSource Name => name;

        public LinkedList<Entry> Waiting { get; } = [];

        public int InTraining { get; set; }
    }

    /// <summary>Sources in the order of their turns.</summary>
    private sealed class Turns
    {
        private readonly SortedDictionary<RunPriority, LinkedList<Source>> _byPriority = [];
        private readonly Dictionary<Source, LinkedListNode<Source>> _nodes = [];

        public Source? Next => _byPriority.Values.LastOrDefault(sources => sources.Count > 0)?.First!.Value;

        public void Set(Source source, bool hasTurn)
        {
            if (!hasTurn)
            {
                Remove(source);
            }
            else if (!_nodes.ContainsKey(source))
            {
                _nodes.Add(source, Of(source.Name.Priority).AddLast(source));
            }
        }

        public void Remove(Source source)
        {
            if (_nodes.Remove(source, out var node))
            {
                node.List!.Remove(node);
            }
        }

        private LinkedList<Source> Of(RunPriority priority)
        {
            if (!_byPriority.TryGetValue(priority, out var sources))
            {
                _byPriority.Add(priority, sources = []);
            }

            return sources;
        }
    }
}
