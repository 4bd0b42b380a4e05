using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training.Stacking;

/// <summary>A member alone is a session like any other.</summary>
public sealed class StackMemberTests : SessionContract
{
    protected override ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => TrainingSupport.Engine.SetUp(spec, data);
}

public sealed class StackMemberReferenceRunTests : ReferenceRunContract
{
    protected override ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => TrainingSupport.Engine.SetUp(spec, data);
}

public sealed class StackMemberCheckpointTests : CheckpointContract
{
    protected override ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => TrainingSupport.Engine.SetUp(spec, data);
}
