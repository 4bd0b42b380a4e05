namespace Orleans.Runtime;

/// <summary>Base of the runtime's exceptions.</summary>
public class OrleansException : Exception
{
    /// <summary>Creates the exception.</summary>
    public OrleansException() : base("Unexpected error.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public OrleansException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public OrleansException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A request was refused before it ran.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message) : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>The silo that a request was meant for does not answer.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Creates the exception.</summary>
    public SiloUnavailableException() : base("SiloUnavailableException")
    {
    }

    /// <summary>Creates the exception.</summary>
    public SiloUnavailableException(string msg) : base(msg)
    {
    }

    /// <summary>Creates the exception.</summary>
    public SiloUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>The configuration cannot work.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    public OrleansConfigurationException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>Something that needs an activation was done outside of one.</summary>
public sealed class InvalidSchedulingContextException : OrleansException
{
    /// <summary>Creates the exception.</summary>
    public InvalidSchedulingContextException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public InvalidSchedulingContextException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public InvalidSchedulingContextException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A limit of the configuration was reached.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>Creates the exception.</summary>
    public LimitExceededException() : base("Limit exceeded")
    {
    }

    /// <summary>Creates the exception.</summary>
    public LimitExceededException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public LimitExceededException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
