namespace Distributed.TrainerGrain.Running;

/// <summary>
/// How many epochs make a step of the wanted length. It decides when a run looks up from its work, never what it computes.
/// </summary>
internal sealed class StepSize(TimeSpan target, int first = StepSize.Unknown)
{
    /// <summary>Epochs of a first step of which nothing is known.</summary>
    public const int Unknown = 10;

    // One epoch's cost is unknown at first and may be large; growth is bounded so that one lucky measurement cannot overshoot.
    private const int Growth = 10;

    /// <summary>Epochs of the next step, at least 1.</summary>
    public int Epochs { get; private set; } = first;

    /// <summary>Learns from the step just done.</summary>
    public void Adapt(int epochs, TimeSpan elapsed)
    {
        var fitting = elapsed > TimeSpan.Zero ? epochs * (target / elapsed) : int.MaxValue;
        Epochs = (int)Math.Clamp(fitting, 1, Math.Min((long)Epochs * Growth, 1_000_000));
    }
}
