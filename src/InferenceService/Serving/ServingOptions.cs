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

    /// <summary>
    /// Most bytes of the values of one answer, counted as FP32, and of all answers of one batch; 1,024–268,435,456. As JSON they take
    /// about three times as many.
    /// </summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxAnswerBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many loaded versions are kept; one that was used long ago leaves first. 1–100,000.</summary>
    /// <value>The default is 1,000.</value>
    public int MaxSessions { get; set; } = 1_000;

    /// <summary>How many predictions are computed at one time, over all protocols; 1–4,096.</summary>
    /// <value>The default is twice the number of processors.</value>
    public int MaxConcurrency { get; set; } = 2 * Environment.ProcessorCount;

    /// <summary>
    /// Requests of one version that wait for their turn are computed as one batch when its ONNX file has at least so many bytes; 0–1 GiB.
    /// A smaller model gains less by it than putting requests together costs.
    /// </summary>
    /// <value>The default is 64 KiB.</value>
    public int ShareRunsFromBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How many more requests may wait, for their turn, for a model to load or for the store to look up its name; those beyond are
    /// answered 503. 0–1,000,000.
    /// </summary>
    /// <value>The default is 1,000.</value>
    public int MaxQueue { get; set; } = 1_000;

    /// <summary>Most requests of one batch; 1–100,000.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxBatchRequests { get; set; } = 10_000;

    /// <summary>Most connections at one time; one more is closed at once. 1–1,000,000.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// How long a request may take to arrive and to be answered, and its answer to be read; 10 milliseconds to 1 hour. A request may ask
    /// for less.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many bytes of loaded versions are kept, by the estimate of <see cref="SessionCost"/>; 1 MiB–1 PiB. A version that is larger by
    /// itself is kept alone.
    /// </summary>
    /// <value>The default is 1 GiB.</value>
    public long MaxSessionBytes { get; set; } = 1L << 30;

    /// <summary>How many versions are loaded at once; the others wait. 1–256.</summary>
    /// <value>The default is the number of processors.</value>
    public int LoadConcurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>A version that takes longer than this to load and prove is refused; 1 ms–1 h.</summary>
    /// <value>The default is 30 s.</value>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests may wait for their shadows; the rest is not mirrored. 1–100,000.</summary>
    /// <value>The default is 256.</value>
    public int ShadowQueue { get; set; } = 256;
}
