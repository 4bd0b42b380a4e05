using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What must never be among the versions of a model, when all is over.</summary>
internal static class VersionRules
{
    /// <summary>Everything that is wrong.</summary>
    /// <param name="versions">All of the model's, in their order.</param>
    /// <param name="views">The experiments that may have published them, by their ids.</param>
    public static List<string> Faults(IReadOnlyList<ModelVersion> versions, IReadOnlyDictionary<string, ExperimentView> views)
    {
        var faults = new List<string>();
        Require(versions.Select(version => version.Version).SequenceEqual(Enumerable.Range(1, versions.Count)), "its versions have gaps", faults);
        Require(versions.Zip(versions.Skip(1)).All(pair => pair.First.Sequence < pair.Second.Sequence), "its versions are out of order", faults);
        faults.AddRange(
            from twice in versions.GroupBy(version => (version.Manifest.Experiment, version.Manifest.Epochs))
            where twice.Count() > 1
            select $"{twice.Key.Experiment} is published {twice.Count()} times");
        faults.AddRange(
            from version in versions
            let view = views.GetValueOrDefault(version.Manifest.Experiment)
            where view is null || !IsRightly(version, view)
            select $"version {version.Version} was published at {version.PublishedAt:O} by an experiment that says {view}");
        return faults;
    }

    // A crash between publishing and telling leaves an experiment that can still be cancelled; its version was published before that.
    private static bool IsRightly(ModelVersion version, ExperimentView view) => view.Phase == ExperimentPhase.Completed
        ? view.Version == version.Version
        : view.Phase == ExperimentPhase.Cancelled && version.PublishedAt <= view.EndedAt;

    private static void Require(bool holds, string otherwise, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(otherwise);
        }
    }
}
