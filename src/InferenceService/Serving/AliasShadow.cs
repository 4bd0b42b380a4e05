namespace Distributed.InferenceService.Serving;

/// <summary>A version that computes what another one has answered, and how the two compare since this service follows it.</summary>
/// <param name="version">The version.</param>
/// <param name="tolerance">Allowed difference, as a share of the answer's largest value or of 1 when that is less.</param>
/// <param name="mirror">Who computes it.</param>
public sealed class AliasShadow(VersionSlot version, double tolerance, ShadowMirror mirror)
{
    private long _same;
    private long _different;
    private long _dropped;
    private long _failed;
    private double _largest;

    /// <summary>The version.</summary>
    public VersionSlot Version { get; } = version;

    /// <summary>How the two compare so far.</summary>
    public ShadowComparison Comparison => new(
        Volatile.Read(ref _same),
        Volatile.Read(ref _different),
        Volatile.Read(ref _dropped),
        Volatile.Read(ref _failed),
        Volatile.Read(ref _largest));

    /// <summary>Hands a copy of a request and its answer over for comparison, unless too many wait. Never waits.</summary>
    /// <param name="x">Inputs, [rows][features].</param>
    /// <param name="y">The answer, [rows][targets].</param>
    /// <param name="rows">Number of rows.</param>
    public void Offer(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows)
    {
        if (rows > 0 && !mirror.TryOffer(this, x, y, rows))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Counts a comparison.</summary>
    /// <param name="answer">What was answered.</param>
    /// <param name="shadow">What this version computed.</param>
    /// <returns>Whether the two are the same within the tolerance.</returns>
    internal bool Compare(ReadOnlySpan<float> answer, ReadOnlySpan<float> shadow)
    {
        var difference = AnswerDifference.Largest(answer, shadow);
        var same = difference <= AnswerDifference.Allowed(answer, tolerance);
        Interlocked.Increment(ref same ? ref _same : ref _different);
        if (difference > _largest)
        {
            Volatile.Write(ref _largest, difference);
        }

        return same;
    }

    /// <summary>Counts a request that this version could not compute.</summary>
    internal void Fail() => Interlocked.Increment(ref _failed);
}

/// <summary>How a shadow's answers compare with those given, in this process, since the alias has this shadow.</summary>
/// <param name="Same">Requests whose answers are the same within the tolerance.</param>
/// <param name="Different">Requests whose answers differ.</param>
/// <param name="Dropped">Requests that were not compared because too many waited.</param>
/// <param name="Failed">Requests that the shadow could not compute.</param>
/// <param name="LargestDifference">The largest difference of two values; infinite when only one of them was finite.</param>
public sealed record ShadowComparison(long Same, long Different, long Dropped, long Failed, double LargestDifference);
