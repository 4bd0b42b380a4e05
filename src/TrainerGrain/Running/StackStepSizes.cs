using System.Numerics;

namespace Distributed.TrainerGrain.Running;

/// <summary>
/// Step sizes of stacks of one shape, by their number of members: learned for each power of two. For a size not seen yet, bounds follow
/// from those that were: an epoch of more members costs at least as much, and at most as many times as much as there are times the members.
/// </summary>
internal sealed class StackStepSizes(TimeSpan target)
{
    private readonly StepSize?[] _sizes = new StepSize?[32];

    /// <summary>Epochs of the next step of a stack.</summary>
    public int EpochsFor(int members) => SizeFor(members).Epochs;

    /// <summary>Learns from a step.</summary>
    public void Adapt(int members, int epochs, TimeSpan elapsed) => SizeFor(members).Adapt(epochs, elapsed);

    private StepSize SizeFor(int members)
    {
        var place = BitOperations.Log2((uint)members);
        return _sizes[place] ??= new StepSize(target, SafeGuess(place));
    }

    private int SafeGuess(int place)
    {
        var smaller = Enumerable.Range(0, place).Where(known => _sizes[known] is not null).Select(known => _sizes[known]!.Epochs >> (place - known));
        var larger = _sizes.Skip(place + 1).Where(size => size is not null).Select(size => size!.Epochs);
        var known = smaller.Concat(larger).ToArray();
        return known.Length == 0 ? StepSize.Unknown : Math.Max(1, known.Max());
    }
}
