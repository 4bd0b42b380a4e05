using System.Security.Cryptography;
using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Models;
using Distributed.Contracts.Sweeps;

namespace Distributed.Store.Tests.Support;

/// <summary>Things to store.</summary>
internal static class Make
{
    public const string Kind = "experiment";
    public const string SweepKind = "sweep";

    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, 123, TimeSpan.Zero);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static ExperimentView Entry(string id, ExperimentPhase phase = ExperimentPhase.Queued, string? model = null) =>
        new(id, model ?? id, phase, 0, 100, null, null, null, null, Noon, null, null);

    public static SweepEntry Sweep(string id, SweepPhase phase = SweepPhase.Running, int count = 3) => new(id, phase, count, Noon, null);

    public static ModelDraft Draft(string model, string experiment, int epochs = 100) =>
        Draft(model, experiment, epochs, Bytes($"{model}/{experiment}/{epochs}"));

    public static ModelDraft Draft(string model, string experiment, int epochs, byte[] onnx) => new(
        model,
        new ModelManifest(
            experiment,
            new ExperimentSpec { Id = experiment, Model = model, Epochs = epochs },
            Features: 2,
            Targets: 1,
            epochs,
            FinalLoss: 563.9186f,
            Engine: "engine 1.0",
            Convert.ToHexStringLower(SHA256.HashData(onnx)),
            new ModelProbe([[1f, 2f]], [[3f]])),
        onnx,
        new ModelSample([[1f, float.MinValue], [2f, float.Epsilon]], [[3f], [4f]]));

    /// <summary>A new experiment with its line in the catalog; returns its ETag.</summary>
    public static async Task<string> AddAsync(StoreDatabase database, ExperimentView entry)
    {
        var written = await database.GrainStates.WriteAsync(Kind, entry.Id, null, Bytes("{}"), entry);
        return written.Written ? written.ETag! : throw new InvalidOperationException($"{entry.Id} is there already.");
    }

    /// <summary>A new sweep with its line in the list; returns its ETag.</summary>
    public static async Task<string> AddAsync(StoreDatabase database, SweepEntry entry)
    {
        var written = await database.GrainStates.WriteAsync(SweepKind, entry.Id, null, Bytes("{}"), entry);
        return written.Written ? written.ETag! : throw new InvalidOperationException($"{entry.Id} is there already.");
    }

    public static TrainingProgress Progress(string experiment, string fence, int first, params float[] losses) =>
        new(new(Kind, experiment, fence), first + losses.Length, Bytes($"checkpoint {first + losses.Length}"), first, losses);
}
