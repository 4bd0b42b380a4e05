using System.Diagnostics;

namespace Distributed.Chaos.Hook;

/// <summary>Listens to the spans of the product. A callback runs on the thread that starts or stops the span, so the code stands still there.</summary>
internal sealed class TrapListener
{
    private volatile Trap? _trap;

    public TrapListener() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name.StartsWith("Distributed.", StringComparison.Ordinal),
        Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
            span.Name == _trap?.Span ? ActivitySamplingResult.PropagationData : ActivitySamplingResult.None,
        ActivityStarted = span => Pass(span, atStop: false),
        ActivityStopped = span => Pass(span, atStop: true),
    });

    /// <summary>Sets a trap in place of the one before, and says so.</summary>
    public void Set(Trap trap)
    {
        _trap = trap;
        Console.WriteLine("chaos: the trap is set");
    }

    public void Clear() => _trap = null;

    private void Pass(Activity span, bool atStop)
    {
        if (_trap is { } trap && trap.Springs(span.OperationName, atStop))
        {
            Console.WriteLine("chaos: the trap has sprung");
            Spring(trap);
        }
    }

    private static void Spring(Trap trap)
    {
        if (trap.Seconds > 0)
        {
            Signals.PauseSelf(trap.Seconds);
        }
        else
        {
            Signals.KillSelf();
        }
    }
}
