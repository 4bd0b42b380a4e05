using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Serving;

/// <summary>Loads and proves the versions that a change of routes leads to, and keeps them loaded until it is disposed.</summary>
internal sealed class RouteProof(ModelSlot model, ModelServer server, VersionLoads loads, CancellationToken cancellationToken) : IDisposable
{
    private readonly Dictionary<int, ServedModel> _leases = [];

    /// <summary>Loads a version, and tells why not when it cannot be.</summary>
    public async Task<(ServedModel? Model, RouteFault? Fault)> LoadAsync(int version)
    {
        if (_leases.TryGetValue(version, out var held))
        {
            return (held, null);
        }

        var target = await server.ResolveAsync(model.Name, VersionNames.Format(version), cancellationToken);
        if (target.Fault is { } missing)
        {
            return (null, new(RouteFaultKind.Conflict, missing.Message));
        }

        if (model.IsUnloaded)
        {
            return (null, new(RouteFaultKind.Unavailable, $"model '{model.Name}' {ModelSlot.Unloaded}"));
        }

        var outcome = await loads.AcquireAsync(target.Version, cancellationToken);
        if (outcome.Model is not { } loaded)
        {
            return (null, new(RouteFaultKind.Conflict, $"model '{model.Name}' version {version} is not served: {outcome.Refusal}"));
        }

        _leases.Add(version, loaded);
        return (loaded, null);
    }

    /// <summary>Why an alias may not lead where it is to lead; null when it may.</summary>
    public async Task<RouteFault?> FindFaultAsync(string name, ModelAlias alias)
    {
        foreach (var version in alias.Target.Versions())
        {
            var (loaded, fault) = await LoadAsync(version);
            if (loaded is null)
            {
                return fault;
            }

            if (loaded.Features != alias.Features || loaded.Targets != alias.Targets)
            {
                return new(
                    RouteFaultKind.Conflict,
                    $"alias '{name}' promises {alias.Features} features and {alias.Targets} targets, "
                    + $"version {version} has {loaded.Features} and {loaded.Targets}; use another alias");
            }
        }

        return null;
    }

    /// <summary>Why a policy may not be set; null when it may.</summary>
    public async Task<RouteFault?> FindPolicyFaultAsync(VersionPolicy policy)
    {
        if (policy.Kind != PolicyKind.Specific)
        {
            return null;
        }

        RouteFault? last = null;
        foreach (var version in policy.Versions!.Reverse())
        {
            var (loaded, fault) = await LoadAsync(version);
            if (loaded is not null)
            {
                return null;
            }

            last = fault;
        }

        return last! with { Message = $"the policy would leave nothing to serve: {last.Message}" };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lease in _leases.Values)
        {
            lease.Release();
        }
    }
}
