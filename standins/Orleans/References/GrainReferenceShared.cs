using Orleans.Dispatch;
using Orleans.Runtime;

namespace Orleans.References;

/// <summary>What all references of one grain type and interface have in common.</summary>
internal sealed class GrainReferenceShared(GrainType grainType, GrainInterface? contract, RuntimeClient caller, ReferenceFactory references)
{
    public GrainType GrainType { get; } = grainType;

    /// <summary>The interface; null for a reference that only names a grain.</summary>
    public GrainInterface? Interface { get; } = contract;

    public RuntimeClient Caller { get; } = caller;

    public ReferenceFactory References { get; } = references;
}
