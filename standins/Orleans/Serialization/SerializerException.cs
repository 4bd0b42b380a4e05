namespace Orleans.Serialization;

/// <summary>A value could not travel.</summary>
public class SerializerException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SerializerException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public SerializerException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public SerializerException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A type has neither a built-in way to travel nor the attributes for one.</summary>
/// <param name="message">The message.</param>
public sealed class CodecNotFoundException(string message) : SerializerException(message);
