namespace Orleans.Enumeration;

/// <summary>What a step of a remote enumeration gave.</summary>
[Flags]
internal enum EnumerationResult
{
    /// <summary>Nothing yet: ask again.</summary>
    Heartbeat = 1,

    /// <summary>One element.</summary>
    Element = 2,

    /// <summary>Several elements.</summary>
    Batch = 4,

    /// <summary>There are no more.</summary>
    Completed = 8,

    /// <summary>The callee does not know the enumerator.</summary>
    MissingEnumerator = 16,

    /// <summary>The enumeration failed.</summary>
    Error = 32,

    /// <summary>The enumeration was cancelled.</summary>
    Cancelled = 64,

    /// <summary>Any end of the enumeration.</summary>
    Ended = Completed | MissingEnumerator | Error | Cancelled,
}
