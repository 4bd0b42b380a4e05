using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Serving;

/// <summary>Brings versions into memory: each load runs once, however many wait for it, and whoever waited gets a lease.</summary>
public sealed partial class VersionLoads(ModelLoader loader, SessionCache sessions, ILogger<VersionLoads> logger)
{
    private readonly ConcurrentQueue<ModelSlot> _excused = [];

    /// <summary>Takes a lease on a version, for the caller, or tells why it is refused; loads it unless it is loaded.</summary>
    public async Task<LoadOutcome> AcquireAsync(VersionSlot slot, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (slot.TryAcquire(out var resident))
            {
                return LoadOutcome.Loaded(resident);
            }

            if (slot.Refusal is { } reason)
            {
                return LoadOutcome.Refused(reason);
            }

            if (slot.JoinLoad(LoadAndKeepAsync) is { } load && await WaitAsync(load, cancellationToken) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>A model of which a version that was late may be tried once more; each is given once.</summary>
    internal bool TryTakeExcused([NotNullWhen(true)] out ModelSlot? model) => _excused.TryDequeue(out model);

    private static async Task<LoadOutcome?> WaitAsync(SharedLoad load, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await load.Outcome.WaitAsync(cancellationToken);
            return outcome.Model is null || outcome.Model.TryAcquire() ? outcome : null;
        }
        finally
        {
            load.Leave();
        }
    }

    // Shared by all who wait for this version, so no one's cancellation ends it.
    private async Task<LoadOutcome> LoadAndKeepAsync(VersionSlot slot)
    {
        var outcome = await loader.LoadAsync(slot.Model, slot.Version, CancellationToken.None);
        if (outcome.Model is { } model)
        {
            Keep(slot, model, outcome.Bytes);
        }
        else
        {
            slot.Refuse(outcome.Refusal!);
            Refused(logger, slot.Model, slot.Version, outcome.Refusal!);
            _ = ExcuseAsync(slot, outcome.Late);
        }

        return outcome;
    }

    private void Keep(VersionSlot slot, ServedModel model, long bytes)
    {
        model.TryAcquire();
        sessions.Keep(slot, model, bytes);
        if (slot.Owner.IsUnloaded)
        {
            sessions.Drop(slot);
        }

        Loaded(logger, slot.Model, slot.Version);
    }

    private async Task ExcuseAsync(VersionSlot slot, Task<bool>? late)
    {
        if (late is not null && await late && slot.TryExcuse())
        {
            _excused.Enqueue(slot.Owner);
            Excused(logger, slot.Model, slot.Version);
        }
    }

    [LoggerMessage(2001, LogLevel.Debug, "Loaded model {Model} version {Version}")]
    private static partial void Loaded(ILogger logger, string model, int version);

    [LoggerMessage(2002, LogLevel.Error, "Refused model {Model} version {Version}: {Reason}")]
    private static partial void Refused(ILogger logger, string model, int version, string reason);

    [LoggerMessage(2006, LogLevel.Information, "Model {Model} version {Version} was late and is good; it may be loaded once more")]
    private static partial void Excused(ILogger logger, string model, int version);
}
