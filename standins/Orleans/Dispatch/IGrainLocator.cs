using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Dispatch;

/// <summary>Knows, or decides, the silo of a grain: the seam for directory and placement.</summary>
internal interface IGrainLocator
{
    /// <summary>The silo, if it is known without asking anybody.</summary>
    bool TryLocate(GrainId grain, [NotNullWhen(true)] out SiloAddress? silo);

    /// <summary>Finds the silo, or chooses one for a grain that is not active.</summary>
    ValueTask<SiloAddress> LocateAsync(GrainId grain);

    /// <summary>Remembers where a grain was found to be.</summary>
    void Learn(GrainId grain, SiloAddress silo);

    /// <summary>Forgets where a grain was thought to be.</summary>
    void Forget(GrainId grain);
}
