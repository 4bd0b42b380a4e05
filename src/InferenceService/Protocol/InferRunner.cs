using System.Globalization;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// From a request to its values, the same for every protocol: lease, check, wait for a place, run. The protocol reads the request before
/// and writes the answer after, then calls <see cref="Complete"/>.
/// </summary>
public sealed class InferRunner(ModelServer server, RequestGate gate, RunPlaces places, IOptions<ServingOptions> options)
{
    private readonly ServingOptions _options = options.Value;

    /// <summary>How long a request may take.</summary>
    public TimeSpan Patience => _options.RequestTimeout;

    /// <summary>Finds what an address means. What only the store can tell counts among those who wait.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public ValueTask<InferTarget> ResolveAsync(string model, string? version, Inference inference) =>
        server.FindKnown(model, version) is { } known ? new(new InferTarget(known)) : AskAsync(model, version, inference);

    /// <summary>Runs a request that was read completely.</summary>
    /// <returns>Why there are no values; null when there are.</returns>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public async ValueTask<ProtocolFault?> RunAsync(Resolution target, Inference inference)
    {
        inference.Clock.InputRead();
        if (!gate.TryArrive())
        {
            return TooMany();
        }

        try
        {
            return await LeaseAsync(target, inference);
        }
        catch (Exception exception) when (Explain(exception, inference) is { } fault)
        {
            return fault;
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>The answer is written: counts the inference.</summary>
    public void Complete(Inference inference) => inference.Clock.Complete(inference.Rows);

    private async ValueTask<InferTarget> AskAsync(string model, string? version, Inference inference)
    {
        if (!gate.TryArrive())
        {
            return new(default, TooMany());
        }

        try
        {
            var target = await inference.Guard(server.ResolveAsync(model, version, inference.Token));
            return new(target, target.Fault is { } missing ? ProtocolFaults.Of(missing) : null);
        }
        catch (Exception exception) when (Explain(exception, inference) is { } fault)
        {
            return new(default, fault);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async ValueTask<ProtocolFault?> LeaseAsync(Resolution target, Inference inference)
    {
        var acquired = await inference.Guard(server.AcquireAsync(target, inference.Token));
        if (!acquired.TryGetLease(out var lease, out var fault))
        {
            return ProtocolFaults.Of(fault);
        }

        using (lease)
        {
            return await PredictAsync(lease, inference);
        }
    }

    private async ValueTask<ProtocolFault?> PredictAsync(ModelLease lease, Inference inference)
    {
        var failed = true;
        try
        {
            var wrong = InputCheck.FindFault(inference.Request, lease.Model, _options) ?? inference.FindRoomFault(lease.Model);
            if (wrong is null)
            {
                await places.PredictAsync(lease, inference);
                failed = false;
            }

            return wrong;
        }
        finally
        {
            if (failed)
            {
                inference.Clock.Fail(lease.Statistics);
            }
        }
    }

    /// <summary>What is said of a request that has taken all the time that it may.</summary>
    internal static ProtocolFault TimedOut(Inference inference)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"no answer within the {inference.Patience.TotalMilliseconds:0.###} ms that the request may take; try again");
        return ProtocolFault.Busy(message) with { IsLate = true };
    }

    private static ProtocolFault? Explain(Exception exception, Inference inference) => exception switch
    {
        OperationCanceledException when !inference.IsAbandoned => TimedOut(inference),
        StoreException => ProtocolFault.Busy(ProtocolFaults.StoreUnreadable),
        _ => null,
    };

    private ProtocolFault TooMany() =>
        ProtocolFault.Busy($"{_options.MaxConcurrency + _options.MaxQueue} predictions run or wait already; try again");
}

/// <summary>What a request's address means, or why that cannot be told.</summary>
/// <param name="Resolution">What it means; only without <paramref name="Fault"/>.</param>
/// <param name="Fault">Why that cannot be told; null when it can.</param>
public readonly record struct InferTarget(Resolution Resolution, ProtocolFault? Fault = null);
