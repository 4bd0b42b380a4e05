using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The state was changed by somebody else since it was read. The activation that lets this escape is stopped.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>Creates the exception.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public InconsistentStateException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public InconsistentStateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with the two versions.</summary>
    public InconsistentStateException(string errorMsg, string storedEtag, string currentEtag) : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Creates the exception with the two versions.</summary>
    public InconsistentStateException(string errorMsg, string storedEtag, string currentEtag, Exception storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Creates the exception with the two versions.</summary>
    public InconsistentStateException(string storedEtag, string currentEtag, Exception storageException)
        : this(storageException.Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version in storage.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the activation knew.</summary>
    public string? CurrentEtag { get; }

    /// <summary>Whether the activation that the exception comes out of is the one whose state it is about.</summary>
    internal bool IsSourceActivation { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{GetType().Name}: {Message} Expected Etag={CurrentEtag} Received Etag={StoredEtag} {InnerException}";
}

/// <summary>A provider is missing or misconfigured.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>Creates the exception.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public BadProviderConfigException(string msg) : base(msg)
    {
    }

    /// <summary>Creates the exception.</summary>
    public BadProviderConfigException(string msg, Exception exc) : base(msg, exc)
    {
    }
}
