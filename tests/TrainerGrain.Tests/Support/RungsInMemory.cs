using Distributed.Store;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>Rungs that this object keeps.</summary>
internal sealed class RungsInMemory : IRungStore
{
    private readonly List<(string Sweep, int Rung, string Experiment, float Loss)> _noted = [];
    private readonly Dictionary<(string Sweep, int Rung, string Experiment), RungStanding> _standings = [];

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
            if (!_standings.TryGetValue((sweep, rung, experiment), out var standing))
            {
                _noted.Add((sweep, rung, experiment, loss));
                var all = At(sweep, rung);
                standing = new RungStanding(all.Count(note => note.Loss < loss), all.Count);
                _standings.Add((sweep, rung, experiment), standing);
            }

            return Task.FromResult(standing);
        }
    }
}
