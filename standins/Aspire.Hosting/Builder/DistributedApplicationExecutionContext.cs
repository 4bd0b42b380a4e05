namespace Aspire.Hosting;

/// <summary>What the application host was started for; here it is always to run.</summary>
public class DistributedApplicationExecutionContext
{
    private readonly bool _run = true;

    internal DistributedApplicationExecutionContext()
    {
    }

    public bool IsRunMode => _run;

    public bool IsPublishMode => !_run;
}
