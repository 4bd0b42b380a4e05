using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>The rules of an experiment's spec but for its data: one table an object.</summary>
internal static class SpecRules
{
    private const int MaxEpochs = 10_000_000;
    private const long MaxSeed = 1L << 53;
    private const int MaxHiddenLayers = 8;
    private const int MaxHiddenWidth = 1_024;

    private static readonly SpecObject<NetworkSpec> Network = new(
    [
        new("hidden", (network, value) => network with { Hidden = ReadHidden(value, network.Hidden) }),
        new("activation", (network, value) => network with { Activation = value.Choice(network.Activation) }),
    ]);

    private static readonly SpecObject<LossSpec> Loss = new(
    [
        new("kind", (loss, value) => loss with { Kind = value.Choice(loss.Kind) }),
        new("delta", (loss, value) => loss with { Delta = value.Number(SpecRange.Positive, loss.Delta) }),
    ]);

    private static readonly SpecObject<OptimizerSpec> Optimizer = new(
    [
        new("kind", (optimizer, value) => optimizer with { Kind = value.Choice(optimizer.Kind) }),
        new("learningRate", (optimizer, value) =>
            optimizer with { LearningRate = value.Number(SpecRange.Positive, optimizer.LearningRate) }),
        new("momentum", (optimizer, value) => optimizer with { Momentum = value.Number(SpecRange.BelowOne, optimizer.Momentum) }),
        new("dampening", (optimizer, value) => optimizer with { Dampening = value.Number(SpecRange.Share, optimizer.Dampening) }),
        new("weightDecay", (optimizer, value) =>
            optimizer with { WeightDecay = value.Number(SpecRange.NonNegative, optimizer.WeightDecay) }),
        new("nesterov", (optimizer, value) => optimizer with { Nesterov = value.Boolean(optimizer.Nesterov) }),
    ],
        OnlyForSgd("momentum", optimizer => optimizer.Momentum == 0),
        OnlyForSgd("dampening", optimizer => optimizer.Dampening == 0),
        OnlyForSgd("nesterov", optimizer => !optimizer.Nesterov),
        new("nesterov", ["kind", "momentum"],
            optimizer => !IsNesterovSgd(optimizer) || optimizer.Momentum > 0,
            optimizer => "was true without momentum; needs a momentum greater than 0."),
        new("nesterov", ["kind", "dampening"],
            optimizer => !IsNesterovSgd(optimizer) || optimizer.Dampening == 0,
            optimizer => $"was true with a dampening of {optimizer.Dampening}; needs a dampening of 0."));

    /// <summary>The whole spec. An absent id and model stay what they were.</summary>
    public static readonly SpecObject<ExperimentSpec> Experiment = new(
    [
        new("id", (spec, value) => spec with { Id = value.Name(spec.Id) }),
        new("model", (spec, value) => spec with { Model = value.Name(spec.Model) }),
        new("data", (spec, value) => spec with { Data = DataRules.Read(value, spec.Data) },
            Missing: "an object such as {\"kind\": \"regression\"} or {\"kind\": \"inline\", \"x\": …, \"y\": …}"),
        new("network", (spec, value) => spec with { Network = Network.Read(value, spec.Network) }),
        new("loss", (spec, value) => spec with { Loss = Loss.Read(value, spec.Loss) }),
        new("optimizer", (spec, value) => spec with { Optimizer = Optimizer.Read(value, spec.Optimizer) }),
        new("epochs", (spec, value) => spec with { Epochs = value.Count(MaxEpochs, spec.Epochs) }),
        new("seed", (spec, value) => spec with { Seed = value.Integer(0, MaxSeed, spec.Seed) }),
    ]);

    private static bool IsNesterovSgd(OptimizerSpec optimizer) => optimizer.Nesterov && optimizer.Kind == OptimizerKind.Sgd;

    private static SpecRelation<OptimizerSpec> OnlyForSgd(string field, Func<OptimizerSpec, bool> isOff) => new(
        field, ["kind"],
        optimizer => optimizer.Kind == OptimizerKind.Sgd || isOff(optimizer),
        optimizer => "is an option of \"sgd\" alone; leave it out with \"adam\".");

    private static IReadOnlyList<int> ReadHidden(SpecValue value, IReadOnlyList<int> fallback)
    {
        if (value.Json.ValueKind != JsonValueKind.Array)
        {
            return value.Refuse($"a list of at most {MaxHiddenLayers} widths", fallback);
        }
        if (value.Json.GetArrayLength() is var count && count > MaxHiddenLayers)
        {
            value.Faults.Add(value.Path, $"was a list of {count} widths; must be a list of at most {MaxHiddenLayers}.");
            return fallback;
        }
        var widths = new List<int>(count);
        foreach (var item in value.Json.EnumerateArray())
        {
            widths.Add(new SpecValue(item, $"{value.Path}[{widths.Count}]", value.Faults).Count(MaxHiddenWidth, fallback: 1));
        }
        return widths;
    }
}
