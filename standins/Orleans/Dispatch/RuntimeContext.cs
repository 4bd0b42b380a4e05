namespace Orleans.Runtime;

/// <summary>Knows which activation the current thread runs a turn of.</summary>
internal static class RuntimeContext
{
    [ThreadStatic]
    private static IGrainContext? _current;

    public static IGrainContext? Current
    {
        get => _current;
        set => _current = value;
    }
}
