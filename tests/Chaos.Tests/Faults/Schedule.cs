namespace Distributed.Chaos.Tests.Faults;

/// <summary>What happens to whom and when: the same seed and processes give the same schedule.</summary>
internal static class Schedule
{
    /// <summary>Longer than failure detection takes, so that a paused silo comes back to a cluster that has given it up.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(20);

    /// <summary>In a long run, every so many faults there is time for the survivors to take a dead silo's work over before the next one.</summary>
    private const int FaultsBetweenLulls = 8;
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(25);

    /// <summary>Faults without end, one after the other.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="withLulls">For a run that is long enough for them.</param>
    /// <param name="victims">The processes with their roles.</param>
    public static IEnumerable<Fault> Create(int seed, bool withLulls, IReadOnlyList<(string Name, Role Role)> victims)
    {
        var random = new Random(seed);
        for (var count = 1; ; count++)
        {
            var after = withLulls && count % FaultsBetweenLulls == 0 ? Lull : Between(random, 0.3, 5);
            foreach (var fault in Next(random, after, victims))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<Fault> Next(Random random, TimeSpan after, IReadOnlyList<(string Name, Role Role)> victims)
    {
        var down = Between(random, 0.1, 4);
        if (random.Next(12) == 0)
        {
            // A power cut: everything at once.
            return victims.Select((all, index) => new Fault(index == 0 ? after : TimeSpan.Zero, all.Name, FaultKind.Kill, down));
        }

        var victim = Choose(random, victims);
        var fault = random.Next(2) == 0 ? AtPoint(random, after, victim, down) : Plain(random, after, victim.Name, down);
        return [fault with { WhenUp = random.Next(6) > 0 }];
    }

    private static (string Name, Role Role) Choose(Random random, IReadOnlyList<(string Name, Role Role)> victims)
    {
        // Trainers hold what can be lost.
        var role = random.Next(10) switch { < 6 => Role.Trainer, < 8 => Role.Inference, _ => Role.Store };
        var candidates = victims.Where(victim => victim.Role == role).ToList();
        return candidates.Count > 0 ? candidates[random.Next(candidates.Count)] : victims[random.Next(victims.Count)];
    }

    private static Fault Plain(Random random, TimeSpan after, string victim, TimeSpan down) => random.Next(10) switch
    {
        < 4 => new Fault(after, victim, FaultKind.Kill, down),
        < 7 => new Fault(after, victim, FaultKind.Stop, down),
        _ => new Fault(after, victim, FaultKind.Pause, down) { Length = PauseLength(random) },
    };

    private static Fault AtPoint(Random random, TimeSpan after, (string Name, Role Role) victim, TimeSpan down)
    {
        var points = FaultPoint.All.Where(point => point.Role == victim.Role).ToList();
        if (points.Count == 0)
        {
            return Plain(random, after, victim.Name, down);
        }

        var point = points[random.Next(points.Count)];
        var kind = random.Next(3) == 0 ? FaultKind.Pause : FaultKind.Kill;
        return new Fault(after, victim.Name, kind, down)
        {
            Point = point,
            Pass = random.Next(1, point.Rarity + 1),
            Length = kind == FaultKind.Pause ? PauseLength(random) : default,
        };
    }

    private static TimeSpan PauseLength(Random random) =>
        random.Next(3) == 0 ? LongPause + Between(random, 0, 5) : Between(random, 0.2, 3);

    private static TimeSpan Between(Random random, double from, double to) =>
        TimeSpan.FromMilliseconds(Math.Round(1000 * (from + (random.NextDouble() * (to - from)))));
}
