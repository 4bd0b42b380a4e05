namespace Distributed.InferenceService.Serving;

/// <summary>How far two answers to the same request are apart.</summary>
internal static class AnswerDifference
{
    /// <summary>
    /// Allowed difference: a share of the largest output, or of 1 when that is less. Engines add float32 products in different orders, so
    /// they differ by a few units in the last place (6e-8) of the largest summand, not of the sum: a value that happens to be near zero is
    /// no less right for it.
    /// </summary>
    public static double Allowed(ReadOnlySpan<float> expected, double tolerance)
    {
        var largest = 1.0;
        foreach (var value in expected)
        {
            largest = float.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        }

        return tolerance * largest;
    }

    /// <summary>The largest difference of two values at the same place; infinite where only one of them is finite.</summary>
    public static double Largest(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Between(expected[i], actual[i]));
        }

        return largest;
    }

    /// <summary>The difference of two values; infinite where only one of them is finite.</summary>
    public static double Between(float expected, float actual)
    {
        var difference = expected.Equals(actual) ? 0 : Math.Abs((double)expected - actual);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }
}
