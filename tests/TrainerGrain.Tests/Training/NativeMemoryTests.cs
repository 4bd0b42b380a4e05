using System.Diagnostics;
using System.Runtime;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Tests.Training.Stacking;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

/// <summary>Alone in the process while it measures.</summary>
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
public sealed class NativeMemoryAlone;

/// <summary>
/// How much the process grows beside its managed heap while no garbage is collected: a tensor that is merely left to its
/// finalizer counts as lost, because the collector knows nothing of its size.
/// </summary>
[Collection(nameof(NativeMemoryTests))]
public sealed class NativeMemoryTests
{
    private const long ManagedBudget = 200_000_000;

    [Fact]
    public void Sessions_ByTheThousand_LeaveNoTensorBehind()
    {
        // One tensor of 32 KB left behind by each of 2,000 sessions would be 64 MB.
        var data = TrainingSupport.SmallData(samples: 2048, features: 4, targets: 1);
        var spec = TrainingSupport.Spec(new OptimizerSpec { Kind = OptimizerKind.Adam }, network: new NetworkSpec { Hidden = [4] });

        void Run()
        {
            using var session = TorchEngine.SetUpTextbook(spec, data);
            session.Step(1);
            session.Load(session.Save());
            session.Predict([1, 2, 3, 4]);
        }

        Repeat(Run, 200);

        Assert.InRange(NativeGrowthInMegabytes(() => Repeat(Run, 2000)), double.NegativeInfinity, 25);
    }

    [Fact]
    public void Stacks_ByTheHundred_LeaveNoTensorBehind()
    {
        // One tensor of 1 MB left behind by each of 200 stacks would be 200 MB.
        var data = TrainingSupport.SmallData(samples: 2048, features: 4, targets: 1);
        var spec = TrainingSupport.Spec(new OptimizerSpec { Kind = OptimizerKind.Adam }, network: new NetworkSpec { Hidden = [4] });

        void Run()
        {
            using var stack = Stacks.Of([.. Enumerable.Range(0, 32).Select(seed => Stacks.Member(spec with { Seed = seed }, data))]);
            stack.Step(1);
            stack.Leave(stack.Members[0]);
            stack.Step(1);
        }

        Repeat(Run, 10);

        Assert.InRange(NativeGrowthInMegabytes(() => Repeat(Run, 200)), double.NegativeInfinity, 50);
    }

    [Fact]
    public void Epochs_ByTheTenThousand_LeaveNoTensorBehind()
    {
        // One tensor of 4 KB left behind by each of 20,000 epochs would be 80 MB.
        var data = TrainingSupport.SmallData(samples: 1024, features: 1, targets: 1);
        using var session = TorchEngine.SetUpTextbook(TrainingSupport.Spec(epochs: 1_000_000), data);
        session.Step(1000);

        Assert.InRange(NativeGrowthInMegabytes(() => session.Step(20_000)), double.NegativeInfinity, 25);
    }

    private static double NativeGrowthInMegabytes(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.TryStartNoGCRegion(ManagedBudget);
        try
        {
            var (resident, managed) = (ResidentBytes(), GC.GetTotalAllocatedBytes(precise: true));
            action();
            return (ResidentBytes() - resident - (GC.GetTotalAllocatedBytes(precise: true) - managed)) / 1e6;
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
    }

    private static void Repeat(Action action, int times)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
