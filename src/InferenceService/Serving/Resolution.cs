using System.Diagnostics.CodeAnalysis;

namespace Distributed.InferenceService.Serving;

/// <summary>What an address means: a model and perhaps one version of it, or a fault.</summary>
public readonly struct Resolution
{
    private readonly ModelSlot? _model;
    private readonly VersionSlot? _pinned;

    /// <summary>Found; without <paramref name="pinned"/> the model's default is meant, whichever it is when asked.</summary>
    public Resolution(ModelSlot model, VersionSlot? pinned)
    {
        _model = model;
        _pinned = pinned;
    }

    /// <summary>Not found.</summary>
    public Resolution(ServingFault fault) => Fault = fault;

    /// <summary>Why nothing was found; null when something was.</summary>
    public ServingFault? Fault { get; }

    /// <summary>True when the address names the version.</summary>
    public bool IsPinned => _pinned is not null;

    /// <summary>The model; only without <see cref="Fault"/>.</summary>
    public ModelSlot Model => _model ?? throw new InvalidOperationException("Nothing was found.");

    /// <summary>The version meant at this moment; only without <see cref="Fault"/>.</summary>
    public VersionSlot Version => _pinned ?? Model.Default;
}

/// <summary>A leased model, or why there is none.</summary>
public readonly struct Acquisition
{
    private readonly ServedModel? _model;
    private readonly VersionSlot? _slot;
    private readonly ServingFault? _fault;

    /// <summary>Got one; the lease is handed over.</summary>
    public Acquisition(ServedModel model, VersionSlot slot)
    {
        _model = model;
        _slot = slot;
    }

    /// <summary>Got none.</summary>
    public Acquisition(ServingFault fault) => _fault = fault;

    /// <summary>The lease, to be disposed by the caller, or the fault.</summary>
    public bool TryGetLease(out ModelLease lease, [NotNullWhen(false)] out ServingFault? fault)
    {
        lease = _model is null ? default : new ModelLease(_model, _slot!);
        fault = _fault;
        return _model is not null;
    }
}
