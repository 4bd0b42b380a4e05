using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Lets requests follow what was published and routed. For a model in use, everything that will answer is loaded and proven first, and
/// what answered until then answers on; models wait for nobody but themselves. A model that nobody uses is loaded by its first request.
/// </summary>
public sealed partial class ChangeOvers(
    VersionLoads loads, SessionCache sessions, ShadowMirror mirror, TimeProvider clock, ILogger<ChangeOvers> logger)
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>Brings a model to the present in its own time; while the store is out of reach, again and again.</summary>
    internal async Task FollowAsync(ModelSlot model, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await BringAsync(model, stopping);
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                CannotFollow(logger, model.Name, exception.Message);
            }

            await Task.Delay(PauseAfterFault, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Brings a model to the present; afterwards requests follow everything heard of before.</summary>
    internal async Task BringAsync(ModelSlot model, CancellationToken cancellationToken)
    {
        await model.Changing.WaitAsync(cancellationToken);
        var leases = new List<ServedModel>();
        try
        {
            await FollowRoutesAsync(model, leases, cancellationToken);
            await FollowVersionsAsync(model, leases, cancellationToken);
        }
        finally
        {
            leases.ForEach(lease => lease.Release());
            model.Changing.Release();
        }
    }

    private async Task FollowRoutesAsync(ModelSlot model, List<ServedModel> leases, CancellationToken cancellationToken)
    {
        if (model.Pending is not { } pending)
        {
            return;
        }

        foreach (var version in pending.Routes.Aliases.Values.SelectMany(alias => alias.Target.Versions()).Distinct())
        {
            if (model.IsInUse && (await loads.AcquireAsync(model.FindOrAdd(version), cancellationToken)).Model is { } loaded)
            {
                leases.Add(loaded);
            }
        }

        var before = model.Follow(RoutePlan.For(pending, model, mirror));
        Rerouted(logger, model.Name, pending.Revision);
        foreach (var left in model.Versions.Where(version => version.IsResident && !model.StaysWithout(version, before)))
        {
            sessions.Drop(left);
        }
    }

    private async Task FollowVersionsAsync(ModelSlot model, List<ServedModel> leases, CancellationToken cancellationToken)
    {
        while (model.FindBest() is { } best && best != model.Default)
        {
            var inUse = model.Default.IsInUse;
            if (inUse)
            {
                var outcome = await loads.AcquireAsync(best, cancellationToken);
                if (outcome.Model is not { } loaded)
                {
                    continue;
                }

                leases.Add(loaded);
            }

            Promote(model, best, inUse);
        }

        // All that the policy serves may be refused here; callers are to hear why, not to be answered by what it does not serve.
        if (model.FindBest() is null && model.FindServed() is { } served)
        {
            DropUnlessAnswering(model.Promote(served));
        }
    }

    private void Promote(ModelSlot model, VersionSlot best, bool inUse)
    {
        var before = model.Promote(best);
        if (inUse)
        {
            DropUnlessAnswering(before);
            ChangedOver(logger, model.Name, before.Version, best.Version);
        }
    }

    /// <summary>Lets the session of a version go that requests without a number no longer lead to.</summary>
    internal void DropUnlessAnswering(VersionSlot version)
    {
        if (!version.Owner.Answers(version))
        {
            sessions.Drop(version);
        }
    }

    [LoggerMessage(2003, LogLevel.Information, "Model {Model} now answers with version {Version} instead of {Before}")]
    private static partial void ChangedOver(ILogger logger, string model, int before, int version);

    [LoggerMessage(2004, LogLevel.Information, "Model {Model} now follows revision {Revision} of its aliases and policy")]
    private static partial void Rerouted(ILogger logger, string model, long revision);

    [LoggerMessage(2005, LogLevel.Warning, "Model {Model} cannot follow what was published yet; what is loaded answers on: {Reason}")]
    private static partial void CannotFollow(ILogger logger, string model, string reason);
}
