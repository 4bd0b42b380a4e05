using System.Diagnostics;
using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Alone in the process while it measures.</summary>
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
public sealed class NativeMemoryAlone;

[Collection(nameof(NativeMemoryTests))]
public sealed class NativeMemoryTests
{
    private const int Sessions = 2000;

    [Fact]
    public void Sessions_ByTheThousand_LeaveNoTensorBehind()
    {
        // One tensor of 32 KB left behind by every session would be 64 MB.
        var data = TrainingSupport.SmallData(samples: 2048, features: 4, targets: 1);
        var spec = TrainingSupport.Spec(new OptimizerSpec { Kind = OptimizerKind.Adam }, network: new NetworkSpec { Hidden = [4] });

        void Run()
        {
            using var session = TrainingSupport.Engine.SetUp(spec, data);
            session.Step(1);
            session.Load(session.Save());
            session.Predict([1, 2, 3, 4]);
        }

        Repeat(Run, 200);
        var before = ResidentMegabytes();
        Repeat(Run, Sessions);

        Assert.InRange(ResidentMegabytes() - before, double.NegativeInfinity, 30);
    }

    [Fact]
    public void Epochs_ByTheTenThousand_LeaveNoTensorBehind()
    {
        var data = TrainingSupport.SmallData(samples: 1024, features: 1, targets: 1);
        using var session = TrainingSupport.Engine.SetUp(TrainingSupport.Spec(epochs: 1_000_000), data);
        session.Step(1000);
        var before = ResidentMegabytes();

        // One tensor of 4 KB left behind by every epoch would be 80 MB.
        session.Step(20_000);

        Assert.InRange(ResidentMegabytes() - before, double.NegativeInfinity, 40);
    }

    private static void Repeat(Action action, int times)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private static double ResidentMegabytes()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }
}
