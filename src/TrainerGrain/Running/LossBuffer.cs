namespace Distributed.TrainerGrain.Running;

/// <summary>
/// Losses in the order of epochs, written by one and looked at by any number: a look is a window on what was there, never a copy,
/// and what is appended later lies outside of it.
/// </summary>
internal sealed class LossBuffer
{
    private const int FirstCapacity = 64;

    private float[] _losses = new float[FirstCapacity];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, as they are now and stay.</summary>
    public ArraySegment<float> Written => new(_losses, 0, Count);

    /// <summary>Appends losses.</summary>
    public void Append(ReadOnlySpan<float> losses)
    {
        if (Count + losses.Length > _losses.Length)
        {
            Array.Resize(ref _losses, Math.Max(2 * _losses.Length, Count + losses.Length));
        }

        losses.CopyTo(_losses.AsSpan(Count));
        Count += losses.Length;
    }

    /// <summary>Begins anew; earlier looks keep what they saw.</summary>
    public void Clear()
    {
        _losses = new float[FirstCapacity];
        Count = 0;
    }
}
