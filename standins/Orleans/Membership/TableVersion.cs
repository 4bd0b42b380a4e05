using System.Diagnostics.CodeAnalysis;

namespace Orleans;

/// <summary>The version of a membership table; it grows by one at each change.</summary>
[Immutable]
public sealed class TableVersion(int version, string eTag) : IEquatable<TableVersion>
{
    /// <summary>The number.</summary>
    public int Version { get; } = version;

    /// <summary>The ETag of the table's version row.</summary>
    public string VersionEtag { get; } = eTag;

    /// <summary>The version after this one.</summary>
    public TableVersion Next() => new(Version + 1, VersionEtag);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] TableVersion? other) => other is not null && Version == other.Version && VersionEtag == other.VersionEtag;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as TableVersion);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, VersionEtag);

    /// <inheritdoc/>
    public override string ToString() => $"<{Version}, {VersionEtag}>";
}
