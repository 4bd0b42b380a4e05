using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Orleans.Telemetry;

/// <summary>Times and counts reads, writes and clears of states.</summary>
internal sealed class StorageInstruments
{
    private static readonly string[] Operations = ["read", "write", "clear"];
    private readonly FrozenDictionary<string, Histogram<double>> _latency;
    private readonly FrozenDictionary<string, Counter<int>> _errors;

    public StorageInstruments(OrleansMeter orleans)
    {
        _latency = Operations.ToFrozenDictionary(o => o, o => orleans.Meter.CreateHistogram<double>($"orleans-storage-{o}-latency", "ms"));
        _errors = Operations.ToFrozenDictionary(o => o, o => orleans.Meter.CreateCounter<int>($"orleans-storage-{o}-errors"));
    }

    public void OnDone(string operation, TimeSpan duration, string provider, string state) =>
        _latency[operation].Record(duration.TotalMilliseconds, Provider(provider), State(state));

    public void OnFailed(string operation, string provider, string state) => _errors[operation].Add(1, Provider(provider), State(state));

    private static KeyValuePair<string, object?> Provider(string name) => OrleansMeter.Tag("provider_type_name", name);

    private static KeyValuePair<string, object?> State(string name) => OrleansMeter.Tag("state_name", name);
}
