using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Running;

/// <summary>How a silo spends its processors on training.</summary>
public sealed class RunnerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Runner";

    /// <summary>Training threads of this silo.</summary>
    /// <value>1–1,024; by default one a processor.</value>
    [Range(1, 1024)]
    public int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Experiments in training at once, for each thread: while one waits for the store, another computes.</summary>
    /// <value>1–64; by default 4.</value>
    [Range(1, 64)]
    public int RunsPerThread { get; set; } = 4;

    /// <summary>How long one step computes; pause and cancel answer within about this time.</summary>
    /// <value>1 ms–10 s; by default 100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between two checkpoints of a run: what a crash costs at most.</summary>
    /// <value>0–1 h; by default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an experiment waits after trouble with the store before it goes on.</summary>
    /// <value>10 ms–1 h; by default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checks <see cref="RunnerOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class RunnerOptionsValidator : IValidateOptions<RunnerOptions>;
