using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>A stack of sessions that have nothing to share: it steps one after the other.</summary>
internal sealed class PlainStack(StackShape shape) : IStackedSession
{
    private readonly List<ITrainingSession> _members = [];

    public StackShape Shape => shape;

    public IReadOnlyList<ITrainingSession> Members => _members;

    public void Join(ITrainingSession session) => _members.Add(session);

    public bool Leave(ITrainingSession session) => _members.Remove(session);

    public IReadOnlyList<float[]> Step(int epochs) => [.. _members.Select(member => member.Step(epochs))];

    public void Dispose()
    {
    }
}
