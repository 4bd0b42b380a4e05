using System.Text.Json;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Tests.Reference;

/// <summary>The runs of scikit-learn and PyTorch that ours are measured against.</summary>
public static class ReferenceCases
{
    private static readonly Dictionary<string, ReferenceCase> Cases = Read();

    public static TheoryData<string> Names => new(Cases.Keys);

    public static IReadOnlyCollection<ReferenceCase> All => Cases.Values;

    public static ReferenceCase Get(string name) => Cases[name];

    private static Dictionary<string, ReferenceCase> Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Reference", "reference-cases.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.EnumerateArray().Select(CaseOf).ToDictionary(reference => reference.Name);
    }

    private static ReferenceCase CaseOf(JsonElement json)
    {
        var name = json.GetProperty("name").GetString()!;
        var data = RegressionOf(json.GetProperty("dataset"));
        return new ReferenceCase(
            name,
            SpecOf(name, data, json.GetProperty("train")),
            data,
            new DataSet(Doubles(json, "X"), Doubles(json, "y"), data.Samples, data.Features, data.Targets),
            Doubles(json, "coef"),
            Tensors(json, "init"),
            Floats(json.GetProperty("losses")),
            Tensors(json, "final"),
            Floats(json.GetProperty("pred_first5")));
    }

    private static RegressionData RegressionOf(JsonElement settings) => new()
    {
        Samples = Value(settings, "n", 100),
        Features = Value(settings, "f", 1),
        Informative = Value(settings, "inf", 1),
        Targets = Value(settings, "targets", 1),
        Noise = Value(settings, "noise", 20.0),
        Bias = Value(settings, "bias", 0.0),
        Shuffle = Value(settings, "shuffle", true),
        RandomState = Value(settings, "rs", 1u),
    };

    private static ExperimentSpec SpecOf(string name, RegressionData data, JsonElement settings) => new()
    {
        Id = name,
        Model = name,
        Data = data,
        Network = new NetworkSpec
        {
            Hidden = Value(settings, "hidden", Array.Empty<int>()),
            Activation = Value(settings, "act", "relu") == "tanh" ? Activation.Tanh : Activation.Relu,
        },
        Loss = new LossSpec { Kind = LossOf(Value(settings, "loss", "mse")) },
        Optimizer = new OptimizerSpec
        {
            Kind = Value(settings, "opt", "sgd") == "adam" ? OptimizerKind.Adam : OptimizerKind.Sgd,
            LearningRate = Value(settings, "lr", 0.01),
            Momentum = Value(settings, "momentum", 0.0),
            Dampening = Value(settings, "damp", 0.0),
            WeightDecay = Value(settings, "wd", 0.0),
            Nesterov = Value(settings, "nesterov", false),
        },
        Epochs = Value(settings, "epochs", 100),
        Seed = Value(settings, "seed", 0),
    };

    private static LossKind LossOf(string name) => name switch
    {
        "mse" => LossKind.Mse,
        "l1" => LossKind.L1,
        "huber" => LossKind.Huber,
        "smooth_l1" => LossKind.SmoothL1,
        _ => throw new InvalidDataException($"Unknown loss {name}."),
    };

    private static T Value<T>(JsonElement settings, string name, T fallback) =>
        settings.TryGetProperty(name, out var value) ? value.Deserialize<T>()! : fallback;

    private static double[] Doubles(JsonElement json, string name) => [.. Numbers(json.GetProperty(name))];

    private static float[] Floats(JsonElement numbers) => [.. Numbers(numbers).Select(number => (float)number)];

    private static float[][] Tensors(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(Floats)];

    // Scalars, lists and lists of lists alike, in row-major order.
    private static IEnumerable<double> Numbers(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().SelectMany(Numbers) : [json.GetDouble()];
}
