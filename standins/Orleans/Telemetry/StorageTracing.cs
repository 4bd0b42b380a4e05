using System.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Telemetry;

/// <summary>Makes a span around each operation on a state.</summary>
internal static class StorageTracing
{
    private static readonly ActivitySource Source = new("Microsoft.Orleans.Storage", "1.0.0");

    public static Activity? Start(string operation, GrainId grain, string provider, string state, Type stateType)
    {
        var activity = Source.StartActivity($"storage {operation}", ActivityKind.Client);
        activity?.SetTag("orleans.grain.id", grain.ToString());
        activity?.SetTag("orleans.storage.provider", provider);
        activity?.SetTag("orleans.storage.state.name", state);
        activity?.SetTag("orleans.storage.state.type", stateType.Name);
        return activity;
    }
}
