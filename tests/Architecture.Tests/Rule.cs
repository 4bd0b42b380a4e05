namespace Distributed.Architecture.Tests;

internal static class Rule
{
    /// <summary>Fails with the rule and every place that breaks it.</summary>
    /// <param name="rule">The rule in a sentence.</param>
    /// <param name="breaches">The places that break it.</param>
    public static void Holds(string rule, IEnumerable<Line> breaches)
    {
        var places = breaches.ToList();
        Assert.True(places.Count == 0, $"{rule}\n{string.Join('\n', places)}");
    }
}
