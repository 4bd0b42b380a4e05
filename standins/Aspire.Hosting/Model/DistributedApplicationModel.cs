namespace Aspire.Hosting.ApplicationModel;

/// <summary>All resources of one application.</summary>
public class DistributedApplicationModel
{
    internal DistributedApplicationModel(IResourceCollection resources) => Resources = resources;

    public IResourceCollection Resources { get; }
}
