namespace Distributed.Store;

/// <summary>
/// The rungs of successive halving: at each, the losses with which the experiments of a sweep arrived there, and how they rank.
/// They go when the sweep's state is cleared.
/// </summary>
public interface IRungStore
{
    /// <summary>
    /// Notes the loss that an experiment has at a rung, on disk, and tells where it stands among those noted there so far. The first loss
    /// noted stands, and so does its standing: noting one again changes nothing and tells what was told the first time, however many have
    /// come since. The time that it takes does not grow with the number of losses.
    /// </summary>
    /// <param name="sweep">The sweep; where it has no line, nothing is noted and the standing is 0 of 0.</param>
    /// <param name="rung">Number of the rung within the sweep.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="loss">Its loss; one that is not finite ranks behind every finite one.</param>
    /// <param name="cancellationToken">Gives up waiting; the loss may be noted all the same.</param>
    Task<RungStanding> RecordAsync(
        string sweep, int rung, string experiment, float loss, CancellationToken cancellationToken = default);
}

/// <summary>Where an experiment stood at a rung when it came there.</summary>
/// <param name="Better">How many had a smaller loss.</param>
/// <param name="Total">How many there were, this one included.</param>
public readonly record struct RungStanding(int Better, int Total);
