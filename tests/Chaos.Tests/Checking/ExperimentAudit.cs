using System.Text.Json;
using Distributed.Chaos.Tests.Workload;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>Holds what the store has of one experiment, when all is over, against what must have come of it.</summary>
internal sealed class ExperimentAudit(StoreDatabase store, Undisturbed undisturbed)
{
    /// <summary>Everything that is wrong.</summary>
    /// <param name="spec">What was to be trained.</param>
    /// <param name="view">Its line in the catalog; null for none.</param>
    public async Task<List<string>> FaultsAsync(ExperimentSpec spec, ExperimentView? view)
    {
        var stored = await store.GrainStates.ReadAsync(ExperimentState.Name, spec.Id);
        if (view is null || stored is null)
        {
            return ["it was acknowledged, and is not in the store"];
        }

        var faults = new List<string>();
        var state = JsonSerializer.Deserialize<ExperimentState>(stored.Data, ContractsJson.Options)!;
        Require(SpecJson.AreSame(state.Spec!, spec), "its spec in the store is another", faults);
        Require(state.View == view, $"its state says {state.View}, the catalog {view}", faults);
        Require(view.Phase.IsFinal(), $"it is {view.Phase}, with all processes up", faults);
        var losses = await store.Journal.ReadLossesAsync(spec.Id);
        Require(
            losses.SequenceEqual(undisturbed.Losses(spec).Take(view.Epoch)), "its losses in the store are not an undisturbed run's", faults);
        if (view.Phase == ExperimentPhase.Completed)
        {
            faults.AddRange(await FaultsAsync(spec, view.Version!.Value));
        }

        return faults;
    }

    private async Task<List<string>> FaultsAsync(ExperimentSpec spec, int version)
    {
        var expected = undisturbed.Publish(spec);
        if (await store.Models.FindAsync(spec.Model, version) is not { } found)
        {
            return [$"its version {version} is not in the store"];
        }

        var faults = new List<string>();
        var onnx = await store.Models.ReadOnnxAsync(spec.Model, version);
        Require(onnx.AsSpan().SequenceEqual(expected.Onnx), "its ONNX bytes are not an undisturbed run's", faults);
        Require(Json(found.Manifest) == Json(expected.Manifest), "its manifest is not an undisturbed run's", faults);
        var sample = await store.Models.ReadSampleAsync(spec.Model, version);
        Require(Json(sample) == Json(expected.Sample), "its sample is not an undisturbed run's", faults);
        return faults;
    }

    private static void Require(bool holds, string otherwise, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(otherwise);
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ContractsJson.Options);
}
