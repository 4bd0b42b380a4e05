// The official package does not say which of these may be null.
#nullable disable annotations

namespace Orleans.Serialization;

/// <summary>Stands for an exception of another process whose type is not known in this one.</summary>
public sealed class UnavailableExceptionFallbackException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnavailableExceptionFallbackException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public UnavailableExceptionFallbackException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The name of the unknown type.</summary>
    public string ExceptionType { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrWhiteSpace(ExceptionType)
        ? $"Unknown exception: {base.ToString()}"
        : $"Unknown exception of type {ExceptionType}: {base.ToString()}";
}
