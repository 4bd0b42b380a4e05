using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>The rules of an experiment's spec but for its data: one table an object.</summary>
internal static class SpecRules
{
    /// <summary>The most epochs of an experiment.</summary>
    public const int MaxEpochs = 10_000_000;

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

    /// <summary>The fields of a spec.</summary>
    public static readonly SpecField<ExperimentSpec>[] Fields =
    [
        new("id", (spec, value) => spec with { Id = value.Name(spec.Id) }),
        new("model", (spec, value) => spec with { Model = value.Name(spec.Model) }),
        DataRules.Field,
        Network.AsField<ExperimentSpec>("network", new(), spec => spec.Network, (spec, network) => spec with { Network = network }),
        Loss.AsField<ExperimentSpec>("loss", new(), spec => spec.Loss, (spec, loss) => spec with { Loss = loss }),
        Optimizer.AsField<ExperimentSpec>(
            "optimizer", new(), spec => spec.Optimizer, (spec, optimizer) => spec with { Optimizer = optimizer }),
        new("epochs", (spec, value) => spec with { Epochs = value.Count(MaxEpochs, spec.Epochs) }, Whole: true),
        new("seed", (spec, value) => spec with { Seed = value.Integer(0, MaxSeed, spec.Seed) }, Whole: true),
    ];

    /// <summary>The whole spec. An absent id and model stay what they were.</summary>
    public static readonly SpecObject<ExperimentSpec> Experiment = new(Fields);

    /// <summary>Whether a rule between fields is about the field of this path.</summary>
    public static bool Relates(string path) => path.Split('.') switch
    {
        ["optimizer", var field] => Optimizer.Relates(field),
        ["data", var field] => DataRules.Relates(field),
        _ => false,
    };

    /// <summary>Checks the rules between fields of a spec whose every field is sound by itself.</summary>
    public static void CheckRelations(ExperimentSpec spec, SpecFaults faults)
    {
        Optimizer.CheckRelations(spec.Optimizer, "optimizer", faults);
        if (spec.Data is RegressionData data)
        {
            DataRules.CheckRelations(data, "data", faults);
        }
    }

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
