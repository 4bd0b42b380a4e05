namespace Distributed.InferenceService.Serving;

/// <summary>Limits of the server, from the configuration section <c>Serving</c>. Checked when the service starts.</summary>
public sealed class ServingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Serving";

    /// <summary>Largest request body in bytes; 1,024–1,073,741,824.</summary>
    /// <value>The default is 16 MiB.</value>
    public int MaxRequestBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most rows of one request; 1–10,000,000.</summary>
    /// <value>The default is 100,000.</value>
    public int MaxBatch { get; set; } = 100_000;

    /// <summary>How many loaded versions are kept; the one used longest ago leaves first. 1–100,000.</summary>
    /// <value>The default is 1,000.</value>
    public int MaxSessions { get; set; } = 1_000;
}
