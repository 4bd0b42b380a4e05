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

    /// <summary>
    /// Experiments in training at once: none needs a thread, each some KB. One with more than 16 KiB of data and weights counts as several.
    /// A few of each sweep, and of those submitted by themselves, are in training even when others have taken all places.
    /// </summary>
    /// <value>1–1,000,000; by default 4,096.</value>
    [Range(1, 1_000_000)]
    public int RunsInTraining { get; set; } = 4096;

    /// <summary>Most experiments that are trained as one stack.</summary>
    /// <value>1–65,536; by default 1,024.</value>
    [Range(1, 65_536)]
    public int StackSize { get; set; } = 1024;

    /// <summary>How long one step of a stack computes; pause and cancel answer within about this time.</summary>
    /// <value>1 ms–1 s; by default 100 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:01")]
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Least time between two checkpoints of a run: what a crash costs at most, unless very many are in training.</summary>
    /// <value>0–1 h; by default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Checkpoints that a silo saves in a second, more or less. With more experiments in training than that, each of them is saved as many
    /// seconds apart as it takes, so that saving never costs more than a part of a processor.
    /// </summary>
    /// <value>1–1,000,000; by default 1,000.</value>
    [Range(1, 1_000_000)]
    public int CheckpointsPerSecond { get; set; } = 1000;

    /// <summary>How long an experiment waits after trouble with the store before it goes on.</summary>
    /// <value>10 ms–1 h; by default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checks <see cref="RunnerOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class RunnerOptionsValidator : IValidateOptions<RunnerOptions>;
