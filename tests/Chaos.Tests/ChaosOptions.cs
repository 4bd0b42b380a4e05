using System.Globalization;

namespace Distributed.Chaos.Tests;

/// <summary>What to run, for how long, and which of all possible schedules.</summary>
internal sealed record ChaosOptions
{
    /// <summary>How long faults go on; healing and checking take another minute or two.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Decides the schedule of faults, the experiments, and what clients ask.</summary>
    public required int Seed { get; init; }

    /// <summary>Within this time an experiment whose silo is gone goes on, when another one works.</summary>
    public TimeSpan RecoveryLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a trainer may leave all probes unanswered before the others declare it dead; null for what trainers do by default.</summary>
    public TimeSpan? DetectionTime { get; init; }

    /// <summary>True for a PostgreSQL server, which is a victim too; false for a SQLite file.</summary>
    public bool UsePostgres { get; init; }

    public int Trainers { get; init; } = 3;

    public int InferenceServices { get; init; } = 2;

    /// <summary>Clients of the trainers, and as many of the inference services.</summary>
    public int Clients { get; init; } = 5;

    /// <summary>Clients who submit and control sweeps.</summary>
    public int SweepClients { get; init; } = 2;

    /// <summary>Reads a command line: seconds, then names with their values; null when it cannot be read.</summary>
    public static ChaosOptions? Parse(IReadOnlyList<string> words)
    {
        ChaosOptions? options = words.Count % 2 == 1 && Number(words[0]) is { } seconds
            ? new ChaosOptions { Length = TimeSpan.FromSeconds(seconds), Seed = Random.Shared.Next(1_000_000) }
            : null;
        for (var i = 1; i + 1 < words.Count; i += 2)
        {
            options = (options, words[i], words[i + 1]) switch
            {
                ({ } known, "--seed", var seed) when Number(seed) is { } number => known with { Seed = number },
                ({ } known, "--trainers", var trainers) when Number(trainers) is > 0 and var number => known with { Trainers = number },
                ({ } known, "--store", "sqlite" or "postgres") => known with { UsePostgres = words[i + 1] == "postgres" },
                _ => null,
            };
        }

        return options;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
