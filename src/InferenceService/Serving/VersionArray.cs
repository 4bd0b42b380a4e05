namespace Distributed.InferenceService.Serving;

/// <summary>Versions of one model as an array, oldest first, that is never changed but replaced.</summary>
internal static class VersionArray
{
    /// <summary>One version; null when it is not there.</summary>
    public static VersionSlot? Find(this VersionSlot[] versions, int version)
    {
        var index = versions.AsSpan().BinarySearch(new ByNumber(version));
        return index < 0 ? null : versions[index];
    }

    /// <summary>The same with others, which are oldest first too and not there yet.</summary>
    public static VersionSlot[] With(this VersionSlot[] versions, VersionSlot[] others)
    {
        var merged = new VersionSlot[versions.Length + others.Length];
        for (var (i, j) = (0, 0); i + j < merged.Length;)
        {
            var takesOther = i == versions.Length || (j < others.Length && others[j].Version < versions[i].Version);
            var place = i + j;
            merged[place] = takesOther ? others[j++] : versions[i++];
        }

        return merged;
    }

    private readonly struct ByNumber(int version) : IComparable<VersionSlot>
    {
        public int CompareTo(VersionSlot? other) => version.CompareTo(other!.Version);
    }
}
