using Distributed.Store;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>Rungs that this object keeps.</summary>
internal sealed class RungsInMemory : IRungStore
{
    private readonly List<(string Sweep, int Rung, string Experiment, float Loss)> _noted = [];

    /// <summary>What was noted at a rung of a sweep, in that order.</summary>
    public IReadOnlyList<(string Experiment, float Loss)> At(string sweep, int rung)
    {
        lock (_noted)
        {
            return [.. _noted.Where(note => note.Sweep == sweep && note.Rung == rung).Select(note => (note.Experiment, note.Loss))];
        }
    }

    public Task<RungStanding> RecordAsync(string sweep, int rung, string experiment, float loss, CancellationToken cancellationToken = default)
    {
        lock (_noted)
        {
            if (At(sweep, rung).All(note => note.Experiment != experiment))
            {
                _noted.Add((sweep, rung, experiment, loss));
            }

            var all = At(sweep, rung);
            var mine = all.Single(note => note.Experiment == experiment).Loss;
            return Task.FromResult(new RungStanding(all.Count(note => note.Loss < mine), all.Count));
        }
    }
}
