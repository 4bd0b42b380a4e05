using System.Diagnostics.CodeAnalysis;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>A stored version, perhaps with a lease; or the problem to answer with.</summary>
public sealed class FoundModel : IDisposable
{
    private readonly ModelLease? _lease;

    /// <summary>Found.</summary>
    public FoundModel(ModelSlot slot, ModelVersion version, ModelLease? lease)
    {
        Slot = slot;
        Version = version;
        _lease = lease;
    }

    /// <summary>Not found, or not to be had.</summary>
    public FoundModel(ProblemHttpResult problem) => Problem = problem;

    /// <summary>All versions of the model.</summary>
    public ModelSlot? Slot { get; }

    /// <summary>The version.</summary>
    public ModelVersion? Version { get; }

    /// <summary>The leased model.</summary>
    public ServedModel? Served => _lease?.Model;

    /// <summary>The answer when there is no model.</summary>
    public ProblemHttpResult? Problem { get; }

    /// <summary>True when it was found.</summary>
    [MemberNotNullWhen(true, nameof(Slot), nameof(Version))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsFound => Problem is null;

    /// <inheritdoc/>
    public void Dispose() => _lease?.Dispose();
}
