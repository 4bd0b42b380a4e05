using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Grains;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Distributed.TrainerGrain.Api;

/// <summary>An experiment's progress as server-sent events.</summary>
internal static class ExperimentEvents
{
    private const string EventType = "progress";

    /// <summary>
    /// Streams from the first epoch, or, for a client that comes back with <c>Last-Event-ID</c>, from where it was.
    /// An event's id is the number of epochs that the client then has.
    /// </summary>
    public static ServerSentEventsResult<ExperimentEvent> Stream(
        string id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var epoch = int.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0;
        var progress = grains.GetGrain<IExperimentGrain>(id).WatchAsync(epoch, cancellationToken);
        return TypedResults.ServerSentEvents(Events(progress, cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<ExperimentEvent>> Events(
        IAsyncEnumerable<ExperimentProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in progress.WithCancellation(cancellationToken))
        {
            yield return new SseItem<ExperimentEvent>(
                new ExperimentEvent(item.Experiment, item.FirstEpoch, LossJson.From(item.Losses)), EventType)
            {
                EventId = (item.FirstEpoch + item.Losses.Length).ToString(CultureInfo.InvariantCulture),
            };
        }
    }
}
