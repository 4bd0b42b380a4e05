using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Sweeps;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.TrainerGrain.Api;

/// <summary>A sweep's progress as server-sent events.</summary>
internal static class SweepEvents
{
    private const string EventType = "sweep";

    /// <summary>Streams where the sweep stands, first at once. Every event tells everything, so a client that comes back needs no place to go on from.</summary>
    public static ServerSentEventsResult<SweepView> Stream(string id, IGrainFactory grains, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(Events(grains.GetGrain<ISweepGrain>(id).WatchAsync(cancellationToken), cancellationToken));

    private static async IAsyncEnumerable<SseItem<SweepView>> Events(
        IAsyncEnumerable<SweepView> views, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var view in views.WithCancellation(cancellationToken))
        {
            yield return new SseItem<SweepView>(view, EventType);
        }
    }
}
