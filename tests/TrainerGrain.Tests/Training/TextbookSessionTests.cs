using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

public sealed class TextbookSessionTests : SessionContract
{
    protected override ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => TorchEngine.SetUpTextbook(spec, data);
}

public sealed class TextbookReferenceRunTests : ReferenceRunContract
{
    protected override ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => TorchEngine.SetUpTextbook(spec, data);
}

public sealed class TextbookCheckpointTests : CheckpointContract
{
    protected override ITrainingSession SetUp(ExperimentSpec spec, DataSet data) => TorchEngine.SetUpTextbook(spec, data);
}
