using Distributed.Contracts.Experiments;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.ModelBased;

/// <summary>What the store should hold, in plain collections, and what each call should answer.</summary>
internal sealed class ModelOfStore
{
    private readonly Dictionary<string, Experiment> _experiments = [];
    private readonly Dictionary<(string Experiment, int Epochs), (string Model, int Version)> _publications = [];
    private readonly Dictionary<string, List<string>> _models = [];
    private int _accepted;

    /// <summary>Experiments in the order of acceptance.</summary>
    public IEnumerable<ExperimentView> Catalog =>
        _experiments.Values.OrderBy(experiment => experiment.Place).Select(experiment => experiment.Entry);

    /// <summary>For each model the experiment of version 1, 2, ….</summary>
    public IReadOnlyDictionary<string, List<string>> Models => _models;

    /// <summary>The completed ones of the sweep, by loss.</summary>
    public IEnumerable<ExperimentView> Leaderboard =>
        Catalog.Where(entry => entry is { Phase: ExperimentPhase.Completed, Loss: not null, Sweep: not null }).OrderBy(entry => entry.Loss);

    public string? ETag(string key) => _experiments.GetValueOrDefault(key)?.ETag;

    public int? Checkpoint(string key) => _experiments.GetValueOrDefault(key)?.Checkpoint;

    /// <summary>The losses before the first hole.</summary>
    public float[] Losses(string key) =>
        _experiments.GetValueOrDefault(key) is { } experiment
            ? [.. experiment.Losses.TakeWhile((loss, i) => loss.Key == i).Select(loss => loss.Value)]
            : [];

    public static ExperimentView EntryOf(Write write) =>
        Make.Entry(write.Key, (ExperimentPhase)write.Value, write.Value % 2 == 0 ? "even" : "odd") with
        {
            Loss = write.Value == 3 ? 1 - write.Key[0] : null,
            Sweep = write.Value % 3 == 0 ? "s" : null,
        };

    public void Write(Write write, string etag)
    {
        var place = _experiments.TryGetValue(write.Key, out var old) ? old.Place : ++_accepted;
        _experiments[write.Key] = new Experiment(place, etag, EntryOf(write), old?.Checkpoint, old?.Losses ?? []);
    }

    public void Clear(string key)
    {
        _experiments.Remove(key);
        foreach (var publication in _publications.Keys.Where(publication => publication.Experiment == key).ToList())
        {
            _publications.Remove(publication);
        }
    }

    public void Save(Save save)
    {
        var old = _experiments[save.Key];
        var losses = new SortedDictionary<int, float>(
            old.Losses.Where(loss => loss.Key < save.First).ToDictionary(loss => loss.Key, loss => loss.Value));
        for (var i = 0; i < save.Count; i++)
        {
            losses[save.First + i] = save.Value + i;
        }

        var epoch = save.First + save.Count;
        var entry = old.Entry with { Epoch = epoch, Loss = save.Count == 0 ? old.Entry.Loss : losses[epoch - 1] };
        _experiments[save.Key] = old with { Entry = entry, Checkpoint = epoch, Losses = losses };
    }

    /// <summary>Whether the experiment has published at so many epochs.</summary>
    public bool HasPublished(Publish publish) => _publications.ContainsKey((publish.Key, publish.Epochs));

    public (string Model, int Version) Publish(Publish publish)
    {
        if (!_publications.TryGetValue((publish.Key, publish.Epochs), out var published))
        {
            var versions = _models.TryGetValue(publish.Model, out var present) ? present : _models[publish.Model] = [];
            versions.Add(publish.Key);
            _publications[(publish.Key, publish.Epochs)] = published = (publish.Model, versions.Count);
        }

        return published;
    }

    private sealed record Experiment(int Place, string ETag, ExperimentView Entry, int? Checkpoint, SortedDictionary<int, float> Losses);
}
