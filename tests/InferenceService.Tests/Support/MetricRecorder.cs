using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Counts what the instruments of one service report.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public MetricRecorder(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == InferenceMetrics.Name && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument, 0));
        _listener.Start();
    }

    /// <summary>Native sessions created and not yet freed since recording began.</summary>
    public long Sessions => _sums.GetValueOrDefault("inference.sessions");

    /// <summary>Versions read, created and proven or refused.</summary>
    public long Loads => _counts.GetValueOrDefault("inference.load.duration");

    /// <summary>Rows predicted.</summary>
    public long Rows => _sums.GetValueOrDefault("inference.rows");

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value)
    {
        _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        _counts.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1);
    }
}
