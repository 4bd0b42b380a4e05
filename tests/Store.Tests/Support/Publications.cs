namespace Distributed.Store.Tests.Support;

/// <summary>What was published, seen with its manifests.</summary>
internal static class Publications
{
    /// <summary>The experiments that trained them, in the same order.</summary>
    public static async Task<IReadOnlyList<string>> ExperimentsOfAsync(this IModelStore models, IEnumerable<Publication> publications)
    {
        var experiments = new List<string>();
        foreach (var publication in publications)
        {
            experiments.Add((await models.FindAsync(publication.Model, publication.Version))!.Manifest.Experiment);
        }

        return experiments;
    }
}
