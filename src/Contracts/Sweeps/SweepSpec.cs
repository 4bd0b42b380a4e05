using System.Globalization;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>
/// Many experiments as one: a spec that all of them share, and what each has of its own. It came through <see cref="SweepReader"/>, so
/// every one of its experiments is valid. An experiment is made when it is asked for, from its index alone; the same sweep gives the same
/// one on every machine. Safe for any number of threads.
/// </summary>
public sealed class SweepSpec
{
    /// <summary>The most experiments of a sweep.</summary>
    public const int MaxExperiments = 100_000;

    /// <summary>The most numbers of inline data, x and y, in all experiments of a sweep together: each experiment keeps its own.</summary>
    public const int MaxNumbers = 100_000_000;

    /// <summary>The field that holds <see cref="Priority"/>.</summary>
    internal const string PriorityField = "priority";

    private readonly int _digits;

    internal SweepSpec(string id, ExperimentSpec shared, SweepPlan? plan, IReadOnlyList<KeyedData> data)
    {
        (Id, Shared, Plan, Data) = (id, shared, plan, data);
        Count = (int)SweepCount.Of(plan, data);
        _digits = SweepCount.DigitsOf(Count);
    }

    /// <summary>Name of the sweep, of the form of an experiment's.</summary>
    public string Id { get; }

    /// <summary>How many experiments it has, 1–<see cref="MaxExperiments"/>.</summary>
    public int Count { get; }

    /// <summary>How the weak are stopped early; null when none is.</summary>
    public Halving? Halving { get; internal init; }

    /// <summary>Where its experiments stand in the runners' queues.</summary>
    public RunPriority Priority { get; internal init; }

    /// <summary>What all experiments share. Its id is empty, and its model as well when none is given.</summary>
    internal ExperimentSpec Shared { get; }

    /// <summary>How the experiments differ; null when they do by their data alone.</summary>
    internal SweepPlan? Plan { get; }

    /// <summary>The data sets, one model each; empty when all experiments take the shared one.</summary>
    internal IReadOnlyList<KeyedData> Data { get; }

    /// <summary>The id of an experiment: the sweep's and the index, with as many digits as the last one's, so that ids sort as indices do.</summary>
    /// <param name="index">0 to before <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such experiment.</exception>
    public string ExperimentIdAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return $"{Id}-{index.ToString($"D{_digits}", CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// An experiment's spec. Data sets come first in the order of experiments, all of one data set's together; within them the order is
    /// that of the plan.
    /// </summary>
    /// <inheritdoc cref="ExperimentIdAt"/>
    public ExperimentSpec ExperimentAt(int index)
    {
        var id = ExperimentIdAt(index);
        var (data, place) = Plan is null ? (index, 0) : Math.DivRem(index, (int)Plan.Count);
        var spec = Data.Count > 0 ? WithData(Data[data]) : Shared;
        spec = Plan?.Apply(spec, place) ?? spec;
        return spec with { Id = id, Model = spec.Model.Length > 0 ? spec.Model : id };
    }

    private ExperimentSpec WithData(KeyedData data) => Shared with
    {
        Data = data.Data,
        Model = KeyedData.ModelOf(Shared.Model.Length > 0 ? Shared.Model : Id, data.Key),
    };
}
