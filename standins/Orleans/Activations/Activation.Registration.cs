using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>This part: its entry in the directory.</summary>
internal sealed partial class Activation
{
    private Task<GrainAddress>? _registration;

    // There is one activation of a grain in the cluster: the first that the directory was told of.
    private async ValueTask<bool> TryRegisterAsync(CancellationToken token)
    {
        if (!Class.IsRegistered)
        {
            return true;
        }

        _registration = _runtime.Directory.RegisterAsync(Address).AsTask();
        var winner = await _registration.WaitAsync(token);
        if (!winner.Equals(Address))
        {
            _runtime.Locator.Learn(GrainId, winner.SiloAddress!);
            Deactivate(new(DeactivationReasonCode.DuplicateActivation, $"This grain has been activated as {winner}."), CancellationToken.None);
        }

        return _state is State.Activating;
    }

    // A registration that was on its way when the activation was told to stop must not stay behind.
    private async Task UnregisterAsync(CancellationToken token)
    {
        if (_registration is { } registration && (await registration.WaitAsync(token)).Equals(Address))
        {
            await _runtime.Directory.UnregisterAsync(Address).AsTask().WaitAsync(token);
        }
    }
}
