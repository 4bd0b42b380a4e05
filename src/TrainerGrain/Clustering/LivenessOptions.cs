using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Distributed.TrainerGrain.Clustering;

/// <summary>How soon the silos of a cluster notice that one of them is gone.</summary>
public sealed class LivenessOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Liveness";

    /// <summary>
    /// How long a silo may leave all probes unanswered before the others declare it dead. Less finds the dead sooner; more forgives
    /// longer pauses of a machine that is overloaded.
    /// </summary>
    /// <value>1.5 s–10 min; by default 7.5 s.</value>
    [Range(typeof(TimeSpan), "00:00:01.5", "00:10:00")]
    public TimeSpan DetectionTime { get; set; } = TimeSpan.FromSeconds(7.5);

    /// <summary>How often a silo signs its row of the membership table and reads the others'. A row unsigned for three times this is not counted on.</summary>
    /// <value>0.5 s–10 min; by default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan TableInterval { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checks <see cref="LivenessOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class LivenessOptionsValidator : IValidateOptions<LivenessOptions>;

/// <summary>Says the same in Orleans' terms. The probes' period is fixed: one that follows the load would let a busy machine hide its dead.</summary>
internal sealed class MembershipTimings(IOptions<LivenessOptions> liveness) : IConfigureOptions<ClusterMembershipOptions>
{
    private const int MissedProbes = 3;

    public void Configure(ClusterMembershipOptions options)
    {
        options.NumMissedProbesLimit = MissedProbes;
        options.ProbeTimeout = options.MinProbeTimeout = options.MaxProbeTimeout = liveness.Value.DetectionTime / MissedProbes;
        options.TableRefreshTimeout = options.IAmAliveTablePublishTimeout = liveness.Value.TableInterval;
    }
}
