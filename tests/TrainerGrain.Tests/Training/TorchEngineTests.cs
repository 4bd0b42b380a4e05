using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

public sealed class TorchEngineTests
{
    [Fact]
    public void Name_TellsLibraryAndVersion() => Assert.Matches(@"^libtorch \d+\.\d+\.\d+$", new TorchEngine().Name);
}
