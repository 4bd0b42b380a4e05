using System.Diagnostics.Metrics;
using Orleans.Runtime;

namespace Orleans.Telemetry;

/// <summary>Counts activations.</summary>
internal sealed class CatalogInstruments
{
    private readonly Counter<int> _created;
    private readonly Counter<int> _destroyed;
    private readonly Counter<int> _failed;
    private readonly Counter<int> _collections;
    private readonly Counter<int> _shutdown;
    private readonly Histogram<double> _activationLatency;
    private readonly Histogram<double> _deactivationLatency;
    private readonly UpDownCounter<int> _grains;
    private readonly OrleansMeter _orleans;

    public CatalogInstruments(OrleansMeter orleans)
    {
        _orleans = orleans;
        var meter = orleans.Meter;
        _created = meter.CreateCounter<int>("orleans-catalog-activation-created");
        _destroyed = meter.CreateCounter<int>("orleans-catalog-activation-destroyed");
        _failed = meter.CreateCounter<int>("orleans-catalog-activation-failed-to-activate");
        _collections = meter.CreateCounter<int>("orleans-catalog-activation-collections");
        _shutdown = meter.CreateCounter<int>("orleans-catalog-activation-shutdown");
        _activationLatency = meter.CreateHistogram<double>("orleans-catalog-activation-latency", "ms");
        _deactivationLatency = meter.CreateHistogram<double>("orleans-catalog-deactivation-latency", "ms");
        _grains = meter.CreateUpDownCounter<int>("orleans-grains");
    }

    public void ObserveCount(Func<int> count) => _orleans.Meter.CreateObservableGauge("orleans-catalog-activations", count);

    public void OnCreated(GrainType type) => _created.Add(1);

    public void OnActivated(GrainType type, TimeSpan duration)
    {
        _activationLatency.Record(duration.TotalMilliseconds);
        _grains.Add(1, OrleansMeter.Tag("type", type.ToString()));
    }

    public void OnActivationFailed() => _failed.Add(1);

    public void OnCollection() => _collections.Add(1);

    public void OnDeactivated(GrainType type, bool wasValid, DeactivationReasonCode reason, TimeSpan duration)
    {
        _destroyed.Add(1);
        _shutdown.Add(1, OrleansMeter.Tag("via", reason is DeactivationReasonCode.ActivationIdle ? "collection" : "deactivateOnIdle"));
        _deactivationLatency.Record(duration.TotalMilliseconds);
        if (wasValid)
        {
            _grains.Add(-1, OrleansMeter.Tag("type", type.ToString()));
        }
    }
}
