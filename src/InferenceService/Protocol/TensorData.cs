using System.Buffers;

namespace Distributed.InferenceService.Protocol;

/// <summary>The numbers of one tensor in row-major order, in a rented buffer, and how they were nested.</summary>
public sealed class TensorData : IDisposable
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxRank = 8;

    private readonly List<int> _extents = new(MaxRank);
    private float[] _values = [];

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>The buffer behind <see cref="Values"/>.</summary>
    public Memory<float> Memory => _values.AsMemory(0, Count);

    /// <summary>Extent of each level of nesting, outermost first; one for flat data.</summary>
    public IReadOnlyList<int> Extents => _extents;

    /// <summary>Appends a value.</summary>
    public void Add(float value)
    {
        if (Count == _values.Length)
        {
            Grow();
        }

        _values[Count++] = value;
    }

    /// <summary>Notes that a list at a level of nesting ended; false when its length is not that of its neighbours.</summary>
    public bool TryClose(int level, int length)
    {
        while (_extents.Count <= level)
        {
            _extents.Add(-1);
        }

        if (_extents[level] < 0)
        {
            _extents[level] = length;
        }

        return _extents[level] == length;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        Return(_values);
        _values = [];
        Count = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<float>.Shared.Rent(Math.Max(16, Count * 2));
        Values.CopyTo(larger);
        Return(_values);
        _values = larger;
    }

    private static void Return(float[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
