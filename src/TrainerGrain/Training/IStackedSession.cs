using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// Sessions of one shape, trained as one set of tensors. They join and leave between steps; each has its own epochs. What a member
/// computes does not depend, bit for bit, on its company, its place in it, or when it joined. A stack with its members belongs to one
/// thread at a time.
/// </summary>
public interface IStackedSession : IDisposable
{
    /// <summary>What all members have in common.</summary>
    StackShape Shape { get; }

    /// <summary>The members, in the order in which they joined.</summary>
    IReadOnlyList<ITrainingSession> Members { get; }

    /// <summary>
    /// Adds a session that <see cref="ITrainingEngine.SetUp"/> of the same engine made, at whatever epoch it is. It stays the caller's to
    /// save, load, export and dispose, between steps.
    /// </summary>
    /// <exception cref="ArgumentException">The session cannot be stacked, is of another shape, or is a member already.</exception>
    void Join(ITrainingSession session);

    /// <summary>Removes a session, which is then as if it had trained alone; false when it was no member.</summary>
    bool Leave(ITrainingSession session);

    /// <summary>
    /// <see cref="ITrainingSession.Step"/> for every member at once: each one's losses, in the order of <see cref="Members"/>;
    /// none for a member that has done all of its epochs. Should it throw, all members are where they were before.
    /// </summary>
    IReadOnlyList<float[]> Step(int epochs);
}
