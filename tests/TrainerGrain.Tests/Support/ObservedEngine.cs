using System.Runtime.CompilerServices;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;
using Distributed.TrainerGrain.Training.Stacking;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>An engine whose stacks tell, before each step, which experiments are in it; what <paramref name="watch"/> throws is the step's.</summary>
internal sealed class ObservedEngine(ITrainingEngine engine, Action<IReadOnlyList<string>> watch) : ITrainingEngine
{
    private readonly ConditionalWeakTable<ITrainingSession, string> _names = [];
    private int _created;
    private int _disposed;

    public string Name => engine.Name;

    /// <summary>How many stacks were created.</summary>
    public int StacksCreated => _created;

    /// <summary>How many of them have their tensors still.</summary>
    public int StacksAlive => _created - _disposed;

    public ITrainingSession SetUp(ExperimentSpec spec, DataSet data)
    {
        var session = engine.SetUp(spec, data);
        _names.Add(session, spec.Id);
        return session;
    }

    public IStackedSession CreateStack(StackShape shape)
    {
        Interlocked.Increment(ref _created);
        return new Stack(engine.CreateStack(shape), this);
    }

    private string NameOf(ITrainingSession session) => _names.TryGetValue(session, out var name) ? name : "";

    private void Watch(IStackedSession stack) => watch([.. stack.Members.Select(NameOf)]);

    private sealed class Stack(IStackedSession stack, ObservedEngine engine) : IStackedSession
    {
        public StackShape Shape => stack.Shape;

        public IReadOnlyList<ITrainingSession> Members => stack.Members;

        public void Join(ITrainingSession session) => stack.Join(session);

        public bool Leave(ITrainingSession session) => stack.Leave(session);

        public IReadOnlyList<float[]> Step(int epochs)
        {
            engine.Watch(stack);
            return stack.Step(epochs);
        }

        public void Dispose()
        {
            stack.Dispose();
            Interlocked.Increment(ref engine._disposed);
        }
    }
}
