using System.Diagnostics;

namespace Orleans.Configuration;

/// <summary>How calls are sent.</summary>
public abstract class MessagingOptions
{
    private TimeSpan _responseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits. The default is 30 seconds.</summary>
    public TimeSpan ResponseTimeout
    {
        get => Debugger.IsAttached ? ResponseTimeoutWithDebugger : _responseTimeout;
        set => _responseTimeout = value;
    }

    /// <summary>How long a caller waits under a debugger. The default is 30 minutes.</summary>
    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether requests that nobody waits for any more are dropped. The default is true.</summary>
    public bool DropExpiredMessages { get; set; } = true;

    /// <summary>The largest message body in bytes. The default is 100 MB.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;

    /// <summary>Whether the callee's token is cancelled when the caller gives up. The default is false.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a caller that cancels waits for the callee's answer. The default is false.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }
}

/// <summary>How a silo sends and queues calls.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>The default of <see cref="MaxEnqueuedRequestsHardLimit"/>.</summary>
    public const int DEFAULT_MAX_ENQUEUED_REQUESTS_HARD_LIMIT = 0;

    /// <summary>The default of <see cref="MaxEnqueuedRequestsHardLimit_StatelessWorker"/>.</summary>
    public const int DEFAULT_MAX_ENQUEUED_REQUESTS_STATELESS_WORKER_HARD_LIMIT = 0;

    /// <summary>How often a request is sent on whose activation has stopped. The default is 2.</summary>
    public int MaxForwardCount { get; set; } = 2;

    /// <summary>How many requests an activation queues before it refuses more; 0 for no limit.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; } = DEFAULT_MAX_ENQUEUED_REQUESTS_HARD_LIMIT;

    /// <summary>The same for stateless workers.</summary>
    public int MaxEnqueuedRequestsHardLimit_StatelessWorker { get; set; } = DEFAULT_MAX_ENQUEUED_REQUESTS_STATELESS_WORKER_HARD_LIMIT;
}

/// <summary>How a client sends calls.</summary>
public class ClientMessagingOptions : MessagingOptions;
