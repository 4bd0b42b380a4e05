namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback that fills a resource's environment works on.</summary>
public class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext,
        IResource resource,
        CancellationToken cancellationToken)
    {
        ExecutionContext = executionContext;
        Resource = resource;
        CancellationToken = cancellationToken;
    }

    /// <summary>Values are strings or <see cref="IValueProvider"/>s.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    public DistributedApplicationExecutionContext ExecutionContext { get; }

    public IResource Resource { get; }

    public CancellationToken CancellationToken { get; }
}

/// <summary>What a callback that fills a resource's command line works on.</summary>
public sealed class CommandLineArgsCallbackContext
{
    internal CommandLineArgsCallbackContext(IResource resource, CancellationToken cancellationToken)
    {
        Resource = resource;
        CancellationToken = cancellationToken;
    }

    /// <summary>Values are strings or <see cref="IValueProvider"/>s.</summary>
    public IList<object> Args { get; } = [];

    public IResource Resource { get; }

    public CancellationToken CancellationToken { get; }
}
