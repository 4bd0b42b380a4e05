namespace Distributed.Contracts.Experiments;

/// <summary>Collects the faults of one spec; beyond a bound it only counts them.</summary>
internal sealed class SpecFaults
{
    /// <summary>The name of the whole document.</summary>
    public const string Document = "$";

    private const int MaxListed = 100;

    private readonly List<SpecError> _listed = [];

    /// <summary>How many there are, listed or not.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is none.</summary>
    public bool None => Count == 0;

    /// <summary>Adds one; <paramref name="path"/> is empty for the document.</summary>
    public void Add(string path, string problem)
    {
        if (++Count <= MaxListed)
        {
            _listed.Add(new SpecError(path.Length > 0 ? path : Document, problem));
        }
    }

    /// <summary>Adds one that is only put into words when it is listed: a list of data may have millions of faults.</summary>
    public void Add(Func<(string Path, string Problem)> describe)
    {
        if (Count < MaxListed)
        {
            var (path, problem) = describe();
            Add(path, problem);
        }
        else
        {
            Count++;
        }
    }

    /// <summary>The listed faults, and a last line for those that are not.</summary>
    public IReadOnlyList<SpecError> ToList() =>
        Count <= MaxListed ? _listed : [.. _listed, new SpecError(Document, $"has {Count - MaxListed} more faults, which are not listed.")];
}
