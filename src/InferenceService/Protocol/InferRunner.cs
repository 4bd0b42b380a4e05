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

    /// <summary>Finds what an address means.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public async ValueTask<Resolution> ResolveAsync(string model, string? version, Inference inference)
    {
        try
        {
            return await inference.Guard(server.ResolveAsync(model, version, inference.Token));
        }
        catch (OperationCanceledException) when (!inference.IsAbandoned)
        {
            return new(new ServingFault(ServingFaultKind.Unavailable, TimedOut(inference).Message));
        }
        catch (StoreException)
        {
            return new(new ServingFault(ServingFaultKind.Unavailable, ProtocolFaults.StoreUnreadable));
        }
    }

    /// <summary>Runs a request that was read completely.</summary>
    /// <returns>Why there are no values; null when there are.</returns>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public async ValueTask<ProtocolFault?> RunAsync(Resolution target, Inference inference)
    {
        inference.Clock.InputRead();
        if (!gate.TryArrive())
        {
            return ProtocolFault.Busy($"{_options.MaxConcurrency + _options.MaxQueue} predictions run or wait already; try again");
        }

        try
        {
            return await LeaseAsync(target, inference);
        }
        catch (OperationCanceledException) when (!inference.IsAbandoned)
        {
            return TimedOut(inference);
        }
        catch (StoreException)
        {
            return ProtocolFault.Busy(ProtocolFaults.StoreUnreadable);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>The answer is written: counts the inference.</summary>
    public void Complete(Inference inference) => inference.Clock.Complete(inference.Rows);

    private async ValueTask<ProtocolFault?> LeaseAsync(Resolution target, Inference inference)
    {
        var acquired = await inference.Guard(server.AcquireAsync(target, inference.Token));
        if (!acquired.TryGetLease(out var lease, out var fault))
        {
            return ProtocolFaults.Of(fault);
        }

        using (lease)
        {
            if ((InputCheck.FindFault(inference.Request, lease.Model, _options) ?? inference.FindRoomFault(lease.Model)) is { } wrong)
            {
                inference.Clock.Fail(lease.Statistics);
                return wrong;
            }

            await places.PredictAsync(lease, inference);
            return null;
        }
    }

    /// <summary>What is said of a request that has taken all the time that it may.</summary>
    internal static ProtocolFault TimedOut(Inference inference) => ProtocolFault.Busy(string.Create(
        CultureInfo.InvariantCulture,
        $"no answer within the {inference.Patience.TotalMilliseconds:0.###} ms that the request may take; try again"));
}
