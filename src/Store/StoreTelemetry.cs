using System.Diagnostics;

namespace Distributed.Store;

/// <summary>
/// Traces of the store's writer. It serves many requests at once, so its spans belong to no request's trace; they are for those who
/// ask for this source by name.
/// </summary>
public static class StoreTelemetry
{
    /// <summary>Name of the activity source.</summary>
    public const string Name = "Distributed.Store";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Spans the moment in which a group of writes goes to disk; whoever waits for them is told after its end.</summary>
    internal static Activity? StartCommit() => Source.StartActivity("commit");

    /// <summary>Spans a checkpoint's way into the open transaction.</summary>
    internal static Activity? StartSave() => Source.StartActivity("save checkpoint");

    /// <summary>Spans a version's way into the open transaction.</summary>
    internal static Activity? StartPublish() => Source.StartActivity("publish version");
}
