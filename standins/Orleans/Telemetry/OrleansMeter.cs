using System.Diagnostics.Metrics;

namespace Orleans.Telemetry;

/// <summary>The meter that all instruments of the runtime belong to.</summary>
internal sealed class OrleansMeter(IMeterFactory factory)
{
    public Meter Meter { get; } = factory.Create("Microsoft.Orleans");

    public static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
