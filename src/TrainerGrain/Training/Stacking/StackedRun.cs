namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>One member's part of a step of its stack.</summary>
internal sealed class StackedRun(StackMember member, int epochs)
{
    private readonly (int Epoch, float[] Parameters, float[][] State) _before = (member.Epoch, member.Parameters, member.State);

    public StackMember Member => member;

    /// <summary>Epochs still to be trained in this step.</summary>
    public int Left { get; private set; } = epochs;

    /// <summary>Epochs whose losses are known but whose parameters the member does not have.</summary>
    public int Behind { get; set; }

    public List<float> Losses { get; } = [];

    /// <summary>Puts the member back to where the step began.</summary>
    public void Undo() => member.Advance(_before.Epoch - member.Epoch, _before.Parameters, _before.State);

    /// <summary>Takes the losses of a portion, up to the first that is not finite, which ends the run.</summary>
    /// <param name="losses">Losses of all members, [epochs, members].</param>
    /// <param name="place">The member's column.</param>
    /// <param name="members">Number of columns.</param>
    public void Take(float[] losses, int place, int members)
    {
        var epochs = losses.Length / members;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            Losses.Add(losses[(epoch * members) + place]);
            Left--;
            if (!float.IsFinite(Losses[^1]))
            {
                Left = 0;
                Behind = epoch + 1 < epochs ? epoch + 1 : 0;
                return;
            }
        }
    }
}
