using System.Text.Json;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Reads the store, when all is over, and holds every row against what must have come of the experiments.</summary>
internal sealed class StoreAudit(StoreDatabase store, Undisturbed undisturbed)
{
    /// <summary>Everything that is wrong.</summary>
    /// <param name="experiments">All that were started; each has been acknowledged by now.</param>
    public async Task<IReadOnlyList<Violation>> CheckAsync(IReadOnlyList<Experiment> experiments)
    {
        var violations = new List<Violation>();
        var views = new Dictionary<string, ExperimentView>();
        foreach (var experiment in experiments)
        {
            var view = await store.Catalog.FindAsync(experiment.Id);
            if (view is not null)
            {
                views.Add(experiment.Id, view);
            }

            violations.AddRange(from fault in await FaultsAsync(experiment, view) select new Violation(fault, experiment.Id));
        }

        foreach (var model in WorkloadPlan.ModelNames)
        {
            var versions = await store.Models.ListVersionsAsync(model);
            violations.AddRange(from fault in Faults(versions, views) select new Violation(fault, model));
        }

        return violations;
    }

    private async Task<List<string>> FaultsAsync(Experiment experiment, ExperimentView? view)
    {
        var stored = await store.GrainStates.ReadAsync(ExperimentState.Name, experiment.Id);
        if (view is null || stored is null)
        {
            return ["it was acknowledged, and is not in the store"];
        }

        var faults = new List<string>();
        var state = JsonSerializer.Deserialize<ExperimentState>(stored.Data, ContractsJson.Options)!;
        Require(SpecJson.AreSame(state.Spec!, experiment.Spec), "its spec in the store is another", faults);
        Require(state.View == view, $"its state says {state.View}, the catalog {view}", faults);
        Require(view.Phase.IsFinal(), $"it is {view.Phase}, with all processes up", faults);
        var losses = await store.Journal.ReadLossesAsync(experiment.Id);
        Require(
            losses.SequenceEqual(undisturbed.Losses(experiment.Recipe).Take(view.Epoch)),
            "its losses in the store are not an undisturbed run's", faults);
        if (view.Phase == ExperimentPhase.Completed)
        {
            faults.AddRange(await FaultsAsync(experiment, view.Version!.Value));
        }

        return faults;
    }

    private async Task<List<string>> FaultsAsync(Experiment experiment, int version)
    {
        var expected = undisturbed.Publish(experiment.Recipe, experiment.Spec);
        if (await store.Models.FindAsync(experiment.Spec.Model, version) is not { } found)
        {
            return [$"its version {version} is not in the store"];
        }

        var faults = new List<string>();
        var onnx = await store.Models.ReadOnnxAsync(experiment.Spec.Model, version);
        Require(onnx.AsSpan().SequenceEqual(expected.Onnx), "its ONNX bytes are not an undisturbed run's", faults);
        Require(Json(found.Manifest) == Json(expected.Manifest), "its manifest is not an undisturbed run's", faults);
        var sample = await store.Models.ReadSampleAsync(experiment.Spec.Model, version);
        Require(Json(sample) == Json(expected.Sample), "its sample is not an undisturbed run's", faults);
        return faults;
    }

    private static List<string> Faults(IReadOnlyList<ModelVersion> versions, Dictionary<string, ExperimentView> views)
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

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ContractsJson.Options);
}
