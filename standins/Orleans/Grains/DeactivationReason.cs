namespace Orleans;

/// <summary>Why an activation stops.</summary>
public readonly struct DeactivationReason
{
    /// <summary>Creates a reason.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
    {
    }

    /// <summary>Creates a reason that an exception gave.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Description = text;
        Exception = exception;
    }

    /// <summary>The kind of reason.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>The reason in words.</summary>
    public string Description { get; }

    /// <summary>The exception behind it, if any.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override readonly string ToString() => Exception is null
        ? $"{ReasonCode}: {Description}"
        : $"{ReasonCode}: {Description}. Exception: {Exception}";
}

/// <summary>Kinds of <see cref="DeactivationReason"/>.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason given.</summary>
    None = 0,

    /// <summary>The host stops.</summary>
    ShuttingDown = 1,

    /// <summary>The activation could not be started.</summary>
    ActivationFailed = 2,

    /// <summary>The directory did not answer.</summary>
    DirectoryFailure = 3,

    /// <summary>It was idle for its collection age.</summary>
    ActivationIdle = 4,

    /// <summary>It did not answer.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Another activation was registered first.</summary>
    DuplicateActivation = 6,

    /// <summary>A request needed another version.</summary>
    IncompatibleRequest = 7,

    /// <summary>Its state can no longer be trusted.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>It moves to another silo.</summary>
    Migrating = 10,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory ran short.</summary>
    HighMemoryPressure = 12,
}
