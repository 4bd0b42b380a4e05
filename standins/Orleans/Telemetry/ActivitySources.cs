namespace Orleans.Diagnostics;

/// <summary>The names of the runtime's activity sources.</summary>
public static class ActivitySources
{
    /// <summary>Calls of the application's grains.</summary>
    public const string ApplicationGrainActivitySourceName = "Microsoft.Orleans.Application";

    /// <summary>Calls of the runtime's grains.</summary>
    public const string RuntimeActivitySourceName = "Microsoft.Orleans.Runtime";

    /// <summary>Starts and stops of activations.</summary>
    public const string LifecycleActivitySourceName = "Microsoft.Orleans.Lifecycle";

    /// <summary>Operations on states.</summary>
    public const string StorageActivitySourceName = "Microsoft.Orleans.Storage";

    /// <summary>All of them.</summary>
    public const string AllActivitySourceName = "Microsoft.Orleans.*";
}
