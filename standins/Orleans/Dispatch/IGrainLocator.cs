using Orleans.Runtime;

namespace Orleans.Dispatch;

/// <summary>Knows, or decides, the silo of a grain: the seam for directory and placement.</summary>
internal interface IGrainLocator
{
    SiloAddress Locate(GrainId grain);
}

/// <summary>The cluster is this silo.</summary>
internal sealed class SingleSiloLocator(ILocalSiloDetails silo) : IGrainLocator
{
    public SiloAddress Locate(GrainId grain) => silo.SiloAddress;
}
