namespace Distributed.AppHost;

/// <summary>Ends the run. The message is one sentence, for the person at the console: what is wrong and what to do about it.</summary>
internal sealed class RunFailure : Exception
{
    public RunFailure(string message)
        : base(message)
    {
    }

    public RunFailure(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
