using System.Diagnostics.CodeAnalysis;

namespace Distributed.InferenceService.Serving;

/// <summary>What an address means: a model and one version of it, an alias, or neither; or a fault.</summary>
public readonly struct Resolution
{
    private readonly ModelSlot? _model;
    private readonly VersionSlot? _pinned;
    private readonly AliasRoute? _alias;

    /// <summary>Found; without <paramref name="pinned"/> the model's default is meant, whichever it is when asked.</summary>
    public Resolution(ModelSlot model, VersionSlot? pinned)
    {
        _model = model;
        _pinned = pinned;
    }

    /// <summary>Found by an alias.</summary>
    public Resolution(ModelSlot model, AliasRoute alias)
    {
        _model = model;
        _alias = alias;
    }

    /// <summary>Not found.</summary>
    public Resolution(ServingFault fault) => Fault = fault;

    /// <summary>Why nothing was found; null when something was.</summary>
    public ServingFault? Fault { get; }

    /// <summary>True when the address names the version by its number.</summary>
    public bool IsPinned => _pinned is not null;

    /// <summary>The model; only without <see cref="Fault"/>.</summary>
    public ModelSlot Model => _model ?? throw new InvalidOperationException("Nothing was found.");

    /// <summary>The version meant at this moment, canaries aside; only without <see cref="Fault"/>.</summary>
    public VersionSlot Version => _pinned ?? _alias?.Target ?? Model.Default;

    /// <summary>Who is to compute the same as a version that answers; a canary's answers are not compared.</summary>
    internal AliasShadow? ShadowOf(VersionSlot version) => _alias?.ShadowOf(version);

    /// <summary>The version for one request.</summary>
    /// <param name="draw">What was drawn for the request, from 0 to below 1, in case there is a canary; with 1 it is never that.</param>
    internal VersionSlot For(double draw) => _pinned ?? _alias?.For(draw) ?? Model.Default;

    /// <summary>The same address as it is meant now: its alias may have moved a moment ago.</summary>
    internal Resolution Again() =>
        _alias is { } alias && Model.Routes.Aliases.TryGetValue(alias.Name, out var moved) ? new(Model, moved) : this;

    /// <summary>After a version turned out to be bad: whether there is another one to answer.</summary>
    internal bool StepBack(VersionSlot bad) =>
        _pinned is null && (_alias is { } alias ? alias.Target.Refusal is null : Model.StepBack(bad));
}

/// <summary>A leased model, or why there is none.</summary>
public readonly struct Acquisition
{
    private readonly ModelLease _lease;
    private readonly ServingFault? _fault;

    /// <summary>Got one; the lease is handed over.</summary>
    public Acquisition(ModelLease lease) => _lease = lease;

    /// <summary>Got none.</summary>
    public Acquisition(ServingFault fault) => _fault = fault;

    /// <summary>The lease, to be disposed by the caller, or the fault.</summary>
    public bool TryGetLease(out ModelLease lease, [NotNullWhen(false)] out ServingFault? fault)
    {
        lease = _lease;
        fault = _fault;
        return fault is null;
    }
}
