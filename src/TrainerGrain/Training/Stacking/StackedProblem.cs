using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// The losses of all members as functions of their parameters. No operation may mix members, nor may a row's bits depend on how many
/// others there are or on where it stands: element-wise operations that IEEE 754 rounds exactly, and products and sums of one member each.
/// </summary>
internal abstract class StackedProblem : IDisposable
{
    /// <summary>The problem that the members' specs pose.</summary>
    /// <param name="members">Who.</param>
    /// <param name="parameters">Where they stand, [members, parameters], float32; changed in place from epoch to epoch.</param>
    public static StackedProblem Of(IReadOnlyList<StackMember> members, Tensor parameters) =>
        NormalEquations.Suit(members[0].Spec, members[0].Data)
            ? new NormalEquations(members, parameters)
            : new Backpropagation(members, parameters);

    /// <summary>The gradient [members, parameters] of each member's loss where it stands, float32. Remembers the loss.</summary>
    public abstract Tensor Gradient();

    /// <summary>The losses [epochs, members] of all calls of <see cref="Gradient"/> since the last call of this, float32.</summary>
    public abstract Tensor TakeLosses();

    public abstract void Dispose();
}
