namespace Distributed.Chaos.Tests;

/// <summary>What to run, for how long, and which of all possible schedules.</summary>
internal sealed record ChaosOptions
{
    /// <summary>How long faults go on; healing and checking take another minute or two.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Decides the schedule of faults, the experiments, and what clients ask.</summary>
    public required int Seed { get; init; }

    /// <summary>True for a PostgreSQL server, which is a victim too; false for a SQLite file.</summary>
    public bool UsePostgres { get; init; }

    public int Trainers { get; init; } = 3;

    public int InferenceServices { get; init; } = 2;

    /// <summary>Clients of the trainers, and as many of the inference services.</summary>
    public int Clients { get; init; } = 5;
}
