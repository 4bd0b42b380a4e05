using System.Numerics;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>A way in which the experiments of a sweep differ. Every value in it is sound; rules between fields are checked for the sweep.</summary>
internal abstract class SweepPlan
{
    /// <summary>The sweep's field that holds it.</summary>
    public abstract string Name { get; }

    /// <summary>How many experiments it makes.</summary>
    public abstract BigInteger Count { get; }

    /// <summary>The paths that it sets.</summary>
    public abstract IEnumerable<string> Paths { get; }

    /// <summary>The spec of the experiment at a place, 0 to before <see cref="Count"/>, from the shared one.</summary>
    public abstract ExperimentSpec Apply(ExperimentSpec spec, int place);

    /// <summary>The wire form.</summary>
    public abstract JsonNode ToJson();
}
