using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Serving;

/// <summary>Which of a model's versions its policy serves.</summary>
internal static class PolicyRule
{
    /// <summary>
    /// Whether a version is served. Of the latest, those that are refused do not count, so that the last good one serves on.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="versions">All versions of the model, oldest first.</param>
    /// <param name="version">One of them.</param>
    public static bool Serves(this VersionPolicy policy, VersionSlot[] versions, VersionSlot version) => policy.Kind switch
    {
        PolicyKind.All => true,
        PolicyKind.Specific => policy.Versions!.Contains(version.Version),
        _ => IsLatest(versions, version, policy.Count ?? 0),
    };

    private static bool IsLatest(VersionSlot[] versions, VersionSlot version, int count)
    {
        for (var i = versions.Length - 1; i >= 0 && count > 0 && versions[i].Version > version.Version; i--)
        {
            count -= versions[i].Refusal is null ? 1 : 0;
        }

        return count > 0;
    }
}
