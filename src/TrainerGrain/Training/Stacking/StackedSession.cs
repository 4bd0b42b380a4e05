namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>Trains members of one shape in company, a portion of epochs at a time.</summary>
internal sealed class StackedSession(StackShape shape) : IStackedSession
{
    // A portion is short against a step, so that little work is lost on a member that diverges in it, and long against what it costs
    // to hand back the members' numbers.
    private const int MaxPortion = 128;

    private readonly List<StackMember> _members = [];
    private Company? _company;

    /// <inheritdoc/>
    public StackShape Shape => shape;

    /// <inheritdoc/>
    public IReadOnlyList<ITrainingSession> Members => _members;

    /// <inheritdoc/>
    public void Join(ITrainingSession session)
    {
        if (session is not StackMember member || member.Shape != shape)
        {
            throw new ArgumentException($"Only a session that was set up to be stacked can join, and only a stack of its shape: {shape}.");
        }

        if (_members.Contains(member))
        {
            throw new ArgumentException($"{member.Spec.Id} is a member already.");
        }

        _members.Add(member);
    }

    /// <inheritdoc/>
    public bool Leave(ITrainingSession session) => session is StackMember member && _members.Remove(member);

    /// <inheritdoc/>
    public IReadOnlyList<float[]> Step(int epochs)
    {
        var runs = _members.Select(member => new StackedRun(member, Math.Min(epochs, member.Spec.Epochs - member.Epoch))).ToArray();
        try
        {
            for (var going = Going(runs); going.Length > 0; going = Going(going))
            {
                TrainPortion(going);
            }
        }
        catch
        {
            Array.ForEach(runs, run => run.Undo());
            throw;
        }

        return [.. runs.Select(run => run.Losses.ToArray())];
    }

    /// <inheritdoc/>
    public void Dispose() => _company?.Dispose();

    private static StackedRun[] Going(StackedRun[] runs) => [.. runs.Where(run => run.Left > 0)];

    private void TrainPortion(StackedRun[] runs)
    {
        var company = CompanyOf([.. runs.Select(run => run.Member)]);
        var epochs = Math.Min(MaxPortion, runs.Min(run => run.Left));
        var losses = company.Train(epochs);
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i].Take(losses, i, runs.Length);
        }

        company.HandBack(epochs, i => runs[i].Behind == 0);
        Replay([.. runs.Where(run => run.Behind > 0)]);
    }

    /// <summary>
    /// A member whose loss stopped being finite within the portion has gone too far there. It is taken again from where it was before,
    /// as far as that loss: company does not matter, so the bits are the same, and its neighbours never notice.
    /// </summary>
    private static void Replay(StackedRun[] runs)
    {
        while (runs.Length > 0)
        {
            using var company = new Company([.. runs.Select(run => run.Member)]);
            var epochs = runs.Min(run => run.Behind);
            company.Train(epochs);
            company.HandBack(epochs, _ => true);
            Array.ForEach(runs, run => run.Behind -= epochs);
            runs = [.. runs.Where(run => run.Behind > 0)];
        }
    }

    private Company CompanyOf(StackMember[] members)
    {
        if (_company?.Is(members) != true)
        {
            _company?.Dispose();
            _company = null; // Should making the new one fail, the old one must not be used again.
            _company = new Company(members);
        }

        return _company;
    }
}
