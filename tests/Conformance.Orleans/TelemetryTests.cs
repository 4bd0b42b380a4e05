using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orleans.Hosting;

namespace Distributed.Conformance.Orleans;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Call_WithPropagation_MakesAClientAndAServerSpanOfOneTrace()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddActivityPropagation());
        using var root = new Activity("test").Start();
        await cluster.Local.GetGrain<ICallGrain>("traced").Ping();
        var mine = spans.Where(s => s.TraceId == root.TraceId && s.DisplayName == "ICallGrain/Ping").ToArray();
        var client = Assert.Single(mine, s => s.Kind is ActivityKind.Client);
        var server = Assert.Single(mine, s => s.Kind is ActivityKind.Server);
        Assert.Equal(root.SpanId, client.ParentSpanId);
        Assert.Equal(client.SpanId, server.ParentSpanId);
        Assert.Equal("Microsoft.Orleans.Application", client.Source.Name);
    }

    [Fact]
    public async Task FailedCall_WithPropagation_MarksTheSpan()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddActivityPropagation());
        using var root = new Activity("test").Start();
        await Assert.ThrowsAsync<PlannedException>(() => cluster.Local.GetGrain<ICallGrain>("traced").FailPlanned("x"));
        var server = Assert.Single(spans, s => s.TraceId == root.TraceId && s.DisplayName == "ICallGrain/FailPlanned" && s.Kind is ActivityKind.Server);
        Assert.Equal(ActivityStatusCode.Error, server.Status);
        Assert.Equal(typeof(PlannedException).FullName, server.GetTagItem("exception.type"));
    }

    [Fact]
    public async Task Meter_CountsActivationsAndRequests()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Microsoft.Orleans")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<double>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => old + value));
        listener.Start();
        await using var cluster = await TestCluster.DeployAsync();
        await cluster.Local.GetGrain<ICallGrain>("counted").Ping();
        listener.RecordObservableInstruments();
        Assert.True(seen["orleans-catalog-activations"] >= 1);
        Assert.True(seen["orleans-catalog-activation-created"] >= 1);
        Assert.Contains(seen.Keys, name => name.StartsWith("orleans-app-requests-latency", StringComparison.Ordinal));
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
