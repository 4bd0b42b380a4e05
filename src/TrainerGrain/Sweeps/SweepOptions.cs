using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Sweeps;

/// <summary>How sweeps hand their experiments to the runners.</summary>
public sealed class SweepOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Sweeps";

    /// <summary>
    /// Experiments of one sweep that wait for a runner or are in training at once, in the whole cluster. It bounds the memory that a sweep
    /// takes: the others of its experiments are in the store alone. And it bounds what a single experiment finds before it on its way through
    /// the store.
    /// </summary>
    /// <value>1–100,000; by default 1,024.</value>
    [Range(1, 100_000)]
    public int Window { get; set; } = 1_024;

    /// <summary>How often a sweep looks how many of its experiments have ended, to hand out others.</summary>
    /// <value>10 ms–1 min; by default 200 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long one experiment may take to answer: a call that got lost with a silo must not keep the others waiting.</summary>
    /// <value>10 ms–1 min; by default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checks <see cref="SweepOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class SweepOptionsValidator : IValidateOptions<SweepOptions>;
