using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Counts what the instruments of one service report.</summary>
internal sealed class MetricRecorder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentDictionary<string, long> _tagged = new();
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _created;

    public MetricRecorder(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        services.GetRequiredService<InferenceMetrics>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == InferenceMetrics.Name && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                _tagged.AddOrUpdate($"{instrument.Name} {tag.Key}={tag.Value}", 1, (_, count) => count + 1);
            }

            Add(instrument, 0);
        });
        _listener.Start();
    }

    /// <summary>Native sessions created and not yet freed since recording began.</summary>
    public long Sessions => Sum("inference.sessions");

    /// <summary>Native sessions created since recording began.</summary>
    public long SessionsCreated => Volatile.Read(ref _created);

    /// <summary>Versions read, created and proven or refused.</summary>
    public long Loads => _counts.GetValueOrDefault("inference.load.duration");

    /// <summary>Loads that wait for others.</summary>
    public long LoadsWaiting => Sum("inference.loads.waiting");

    /// <summary>Rows predicted.</summary>
    public long Rows => Sum("inference.rows");

    /// <summary>How many requests ended with a status.</summary>
    public long Requests(int status) => _tagged.GetValueOrDefault($"inference.request.duration status={status}");

    /// <summary>What was added to an instrument.</summary>
    public long Sum(string instrument) => _sums.GetValueOrDefault(instrument);

    /// <summary>Waits until what was reported fulfils a condition.</summary>
    public async Task WaitAsync(Func<bool> condition)
    {
        // The next report is taken hold of before the condition is looked at, so that none in between is missed.
        for (var next = _next.Task; !condition(); next = _next.Task)
        {
            await next.WaitAsync(Patience);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value)
    {
        _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        _counts.AddOrUpdate(instrument.Name, 1, (_, count) => count + 1);
        if (instrument.Name == "inference.sessions" && value > 0)
        {
            Interlocked.Increment(ref _created);
        }

        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
