using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Recovery;

/// <summary>How the experiments of silos that are gone are found and woken.</summary>
public sealed class RecoveryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Recovery";

    /// <summary>Longest time between two looks for unfinished experiments, should no silo's leaving be heard of in between.</summary>
    /// <value>1 s–1 h; by default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause before the next try when some could not be woken; it doubles with each try, up to <see cref="Interval"/>.</summary>
    /// <value>10 ms–1 min; by default 1 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one experiment may take to wake: a call that got lost with a silo must not keep the others waiting.</summary>
    /// <value>10 ms–1 min; by default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan WakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many experiments are woken at once.</summary>
    /// <value>1–1,024; by default 64.</value>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 64;
}

/// <summary>Checks <see cref="RecoveryOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class RecoveryOptionsValidator : IValidateOptions<RecoveryOptions>;
