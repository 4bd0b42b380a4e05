using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>Members that take their epochs together, as rows of tensors. It changes them only when told to hand back.</summary>
internal sealed class Company : IDisposable
{
    private readonly IReadOnlyList<StackMember> _members;
    private readonly Tensor _parameters;
    private readonly StackedProblem _problem;
    private readonly StackedOptimizer _optimizer;

    // Null while the tensors are ahead of the members.
    private float[][]? _shared;

    public Company(IReadOnlyList<StackMember> members)
    {
        _members = members;
        _parameters = Rows.Floats(members, [members[0].Layout.Length], (member, row) => member.Parameters.CopyTo(row));
        _problem = StackedProblem.Of(members, _parameters);
        _optimizer = StackedOptimizer.Of(members);
        _shared = [.. members.Select(member => member.Parameters)];
    }

    /// <summary>Whether the tensors say of just these members what they say of themselves; one may have been loaded or trained elsewhere.</summary>
    public bool Is(IReadOnlyList<StackMember> others) =>
        _shared is not null && _members.SequenceEqual(others) && _members.Select(member => member.Parameters).SequenceEqual(_shared);

    /// <summary>Trains all members a number of epochs further; returns the losses [epochs, members], row-major.</summary>
    public float[] Train(int epochs)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        _shared = null;
        _optimizer.Begin(epochs);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var step = NewDisposeScope();
            _optimizer.Step(epoch, _parameters, _problem.Gradient());
        }

        return _problem.TakeLosses().Floats();
    }

    /// <summary>Gives members what the epochs since the last time have made of them.</summary>
    /// <param name="epochs">How many epochs.</param>
    /// <param name="wanted">Which of the members, by their place, get it.</param>
    public void HandBack(int epochs, Func<int, bool> wanted)
    {
        var parameters = Rows.ToArrays(_parameters, _members.Count);
        float[][][] states = [.. _optimizer.State.Select(state => Rows.ToArrays(state, _members.Count))];
        for (var i = 0; i < _members.Count; i++)
        {
            if (wanted(i))
            {
                _members[i].Advance(epochs, parameters[i], [.. states.Select(state => state[i])]);
            }
        }

        _shared = parameters;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _problem.Dispose();
        _parameters.Dispose();
    }
}
