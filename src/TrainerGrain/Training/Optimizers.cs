using Distributed.Contracts.Experiments;
using TorchSharp.Modules;

namespace Distributed.TrainerGrain.Training;

/// <summary>Makes the optimizer that a spec asks for.</summary>
internal static class Optimizers
{
    public static Optimizer Build(OptimizerSpec spec, IReadOnlyList<Parameter> parameters) => spec.Kind switch
    {
        OptimizerKind.Sgd => new SgdOptimizer(spec, parameters),
        OptimizerKind.Adam => new AdamOptimizer(spec, parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, "Unknown optimizer."),
    };
}
