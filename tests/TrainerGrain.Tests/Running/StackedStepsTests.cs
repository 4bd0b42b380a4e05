using Distributed.TrainerGrain.Running;
using Distributed.TrainerGrain.Tests.Support;
using Distributed.TrainerGrain.Tests.Training;
using Distributed.TrainerGrain.Tests.Training.Stacking;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class StackedStepsTests : IDisposable
{
    private readonly RunnerOptions _options = new() { CheckpointsPerSecond = 10 };
    private readonly ComputeThreads _threads = new(1);
    private readonly StackedSteps _steps;

    public StackedStepsTests()
    {
        _steps = new StackedSteps(TrainingSupport.Engine, _threads, Options.Create(_options), TimeProvider.System);
    }

    public void Dispose() => _threads.Dispose();

    [Fact]
    public void CheckpointInterval_OfFewRuns_IsTheOptions()
    {
        Enter(10);
        Assert.Equal(_options.CheckpointInterval, _steps.CheckpointInterval);

        _options.CheckpointInterval = TimeSpan.Zero;
        Assert.Equal(TimeSpan.Zero, _steps.CheckpointInterval);
    }

    [Fact]
    public void CheckpointInterval_OfManyRuns_IsAsLongAsSavingThemAllMayTake()
    {
        var seats = Enter(40);
        Assert.Equal(TimeSpan.FromSeconds(4), _steps.CheckpointInterval);

        seats[..35].ForEach(seat => seat.Dispose());
        Assert.Equal(_options.CheckpointInterval, _steps.CheckpointInterval);
    }

    [Fact]
    public async Task Step_OfASeatThatIsStopped_EndsWithoutLosses()
    {
        using var seat = Enter(1)[0];
        Assert.NotEmpty(await seat.StepAsync().WaitAsync(Patience.Limit));

        seat.Stop();

        Assert.Empty(await seat.StepAsync().WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task Stop_WhileTheStepWaitsForItsTurn_EndsItAtOnce()
    {
        using var busy = new ManualResetEventSlim();
        var other = _threads.InvokeAsync(default, () => busy.Wait(Patience.Limit));
        using var seat = Enter(1)[0];
        var step = seat.StepAsync();

        seat.Stop();

        Assert.Empty(await step.WaitAsync(Patience.Limit));
        busy.Set();
        Assert.True(await other);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Step_OfManySeatsManyTimes_QueuesAtMostOnePieceASeat(int threads)
    {
        const int Long = 60;
        const int Short = 40;
        using var busy = new ComputeThreads(threads);
        var steps = new StackedSteps(
            TrainingSupport.Engine,
            busy,
            Options.Create(new RunnerOptions { StackSize = 30, StepTime = TimeSpan.FromMilliseconds(1) }),
            TimeProvider.System);
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, Long + Short).Select(i => Task.Run(async () =>
        {
            for (var taken = 0; taken < 30;)
            {
                // Runs that come and go beside others that stay: those that are gone leave nothing in the queue.
                using var seat = steps.Enter(Stacks.Member(TrainingSupport.Spec(epochs: int.MaxValue), TrainingSupport.SmallData()), default);
                for (var last = i < Long ? 30 : taken + 1; taken < last; taken++)
                {
                    Assert.NotEmpty(await seat.StepAsync());
                    InterlockedMax(ref most, busy.Queued);
                }
            }
        }))).WaitAsync(Patience.Limit);

        Assert.InRange(most, 1, Long + Short);
        await Eventually.HoldsAsync(() => busy.Queued == 0, "nothing is queued any more");
    }

    private static void InterlockedMax(ref int largest, int value)
    {
        for (var seen = Volatile.Read(ref largest); value > seen; seen = Volatile.Read(ref largest))
        {
            Interlocked.CompareExchange(ref largest, value, seen);
        }
    }

    private List<StackSeat> Enter(int count) => [.. Enumerable.Range(0, count).Select(_ => _steps.Enter(
        Stacks.Member(TrainingSupport.Spec(), TrainingSupport.SmallData()), default))];
}
