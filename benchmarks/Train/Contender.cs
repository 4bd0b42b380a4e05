namespace Distributed.Bench.Train;

/// <summary>One way to train tutorial-sized experiments.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Run">Trains on every core; how many experiments all cores together did in a second.</param>
internal sealed record Contender(string Name, Func<double> Run)
{
    private readonly List<double> _rates = [];

    /// <summary>Experiments per second on all cores: the median of the rounds.</summary>
    public double Rate => _rates.Order().ElementAt(_rates.Count / 2);

    /// <summary>Runs every contender in turn, so that each meets the same moods of the machine.</summary>
    public static void Compare(IReadOnlyList<Contender> contenders, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var contender in contenders)
            {
                contender._rates.Add(contender.Run());
            }
        }
    }
}
