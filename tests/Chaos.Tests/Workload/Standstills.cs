using System.Globalization;
using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>
/// Tells from one look at the catalog after another when nothing happened to a sweep: none of its experiments began, came further or ended.
/// </summary>
internal sealed class Standstills
{
    /// <summary>What is over sooner is no standstill.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly List<Recovery> _done = [];
    private readonly Dictionary<string, (string Shape, TimeSpan Since)> _standing = [];
    private TimeSpan _last;

    /// <summary>All so far, also those that go on.</summary>
    public IReadOnlyList<Recovery> All =>
    [
        .. _done,
        .. from sweep in _standing
           where _last - sweep.Value.Since > Moment
           select new Recovery(sweep.Key, null, sweep.Value.Since, null),
    ];

    /// <summary>Takes in a look at the catalog.</summary>
    /// <param name="began">When the look began.</param>
    /// <param name="sweeps">Unfinished sweeps that were to go on all the time.</param>
    /// <param name="unfinished">What is queued or running, of these sweeps and others.</param>
    /// <param name="happenings">What befell the processes so far. The sweep may have been on one that is gone: that counts as something.</param>
    public void Look(
        TimeSpan began, IEnumerable<SweepEntry> sweeps, IEnumerable<ExperimentView> unfinished, IEnumerable<Happening> happenings)
    {
        _last = began;
        var losses = happenings.Count(happening => happening.At < began && Recoveries.IsLoss(happening));
        var shapes = unfinished.Where(view => view.Sweep is not null).ToLookup(view => view.Sweep!);
        var seen = sweeps.ToDictionary(sweep => sweep.Id, sweep => ShapeOf(losses, shapes[sweep.Id]));
        foreach (var id in _standing.Keys.Union(seen.Keys).ToList())
        {
            Look(began, id, seen.GetValueOrDefault(id));
        }
    }

    private void Look(TimeSpan began, string sweep, string? shape)
    {
        if (_standing.TryGetValue(sweep, out var before) && before.Shape == shape)
        {
            return;
        }

        if (before.Shape is not null && began - before.Since > Moment)
        {
            _done.Add(new Recovery(sweep, null, before.Since, began));
        }

        _standing.Remove(sweep);
        if (shape is not null)
        {
            _standing.Add(sweep, (shape, began));
        }
    }

    private static string ShapeOf(int losses, IEnumerable<ExperimentView> views) => string.Join(
        ' ',
        views.Select(view => string.Create(CultureInfo.InvariantCulture, $"{view.Id}:{view.Phase}:{view.Epoch}:{view.Silo}"))
            .Prepend(losses.ToString(CultureInfo.InvariantCulture)));
}
