using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Tests.Support;

internal static class Specs
{
    public static ExperimentSpec Tutorial(string id, int epochs = 100) => new() { Id = id, Model = id, Epochs = epochs };
}
