using System.Buffers;

namespace Distributed.InferenceService.Protocol;

/// <summary>The numbers of one tensor in row-major order, in a rented buffer, and how they were nested.</summary>
public sealed class TensorData : IDisposable
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxRank = 8;

    // What a buffer that is kept between requests holds at most.
    private const int LargestKept = 4_096;

    private readonly List<int> _extents = new(MaxRank);
    private float[] _values = [];

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>The buffer behind <see cref="Values"/>.</summary>
    public Memory<float> Memory => _values.AsMemory(0, Count);

    /// <summary>Extent of each level of nesting, outermost first; one for flat data, none for binary data.</summary>
    public IReadOnlyList<int> Extents => _extents;

    /// <summary>Position of the first value that stands for an integer which it does not equal; −1 when there is none.</summary>
    public int FirstRounded { get; private set; } = -1;

    /// <summary>Position of the first value that was written as true or false; −1 when there is none.</summary>
    public int FirstBoolean { get; private set; } = -1;

    /// <summary>Whether the values were read from the elements' bytes by <see cref="RawTensor"/>.</summary>
    public bool IsRaw { get; internal set; }

    /// <summary>Appends a value.</summary>
    /// <param name="value">The nearest FP32.</param>
    /// <param name="rounded">Whether an integer was written that <paramref name="value"/> does not equal.</param>
    public void Add(float value, bool rounded = false)
    {
        if (Count == _values.Length)
        {
            Grow(Math.Max(16, Count * 2));
        }

        if (rounded && FirstRounded < 0)
        {
            FirstRounded = Count;
        }

        _values[Count++] = value;
    }

    /// <summary>Appends 1 for true and 0 for false.</summary>
    public void Add(bool value)
    {
        FirstBoolean = FirstBoolean < 0 ? Count : FirstBoolean;
        Add(value ? 1f : 0f);
    }

    /// <summary>Appends so many values, for the caller to set.</summary>
    public Span<float> AddMany(int count)
    {
        if (Count + count > _values.Length)
        {
            Grow(Count + count);
        }

        Count += count;
        return _values.AsSpan(Count - count, count);
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

    /// <summary>Forgets the values; a small buffer stays for the next ones.</summary>
    public void Clear()
    {
        Count = 0;
        IsRaw = false;
        FirstRounded = FirstBoolean = -1;
        _extents.Clear();
        if (_values.Length > LargestKept)
        {
            Dispose();
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        Return(_values);
        _values = [];
        Count = 0;
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<float>.Shared.Rent(least);
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
