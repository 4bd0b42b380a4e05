using System.Text.Json.Serialization;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Models;

/// <summary>Which versions of a model are served. What an alias names is served whatever the policy says.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="Count">How many of the newest; for <see cref="PolicyKind.Latest"/> alone.</param>
/// <param name="Versions">Which ones, in ascending order; for <see cref="PolicyKind.Specific"/> alone.</param>
public sealed record VersionPolicy(PolicyKind Kind, int? Count = null, IReadOnlyList<int>? Versions = null)
{
    private const int MaxVersions = 1_000;

    private static readonly SpecObject<VersionPolicy> Rules = new(
    [
        new("kind", (policy, value) => policy with { Kind = value.Choice(policy.Kind) }, Missing: $"one of {WireNames<PolicyKind>.All}"),
        new("count", (policy, value) => policy with { Count = value.Count(int.MaxValue, 1) }),
        new("versions", (policy, value) => policy with { Versions = ReadVersions(value) }),
    ],
        new("count", ["kind"], policy => policy.Kind == PolicyKind.Latest == policy.Count is not null,
            _ => "goes with the kind \"latest\", which needs it, and with no other."),
        new("versions", ["kind"], policy => policy.Kind == PolicyKind.Specific == policy.Versions is not null,
            _ => "goes with the kind \"specific\", which needs it, and with no other."));

    /// <summary>Every version.</summary>
    public static VersionPolicy All { get; } = new(PolicyKind.All);

    /// <summary>Reads JSON text in UTF-8.</summary>
    /// <param name="utf8Json">One JSON value; the caller bounds its size.</param>
    /// <returns>The policy, and what is wrong; only without errors is the policy valid.</returns>
    public static (VersionPolicy Policy, IReadOnlyList<SpecError> Errors) Read(ReadOnlyMemory<byte> utf8Json) => SpecDocument.Read(
        utf8Json,
        json =>
        {
            var faults = new SpecFaults();
            return (Rules.Read(new SpecValue(json, "", faults), All), faults.ToList());
        },
        fault => (All, [fault]));

    /// <summary>The same versions, by the same rule.</summary>
    public bool Equals(VersionPolicy? other) =>
        other is not null && Kind == other.Kind && Count == other.Count && (Versions ?? []).SequenceEqual(other.Versions ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Count, Versions?.Count);

    /// <summary>What is served, for a sentence.</summary>
    public override string ToString() => Kind switch
    {
        PolicyKind.Latest => $"the latest {Count}",
        PolicyKind.Specific => $"versions {string.Join(", ", Versions ?? [])}",
        _ => "all versions",
    };

    private static int[] ReadVersions(SpecValue value)
    {
        int[] versions = [.. value.Items("versions").Take(MaxVersions + 1).Select(item => item.Count(int.MaxValue, 1)).Distinct().Order()];
        return versions.Length <= MaxVersions ? versions : value.Refuse($"a list of at most {MaxVersions} versions", versions);
    }
}

/// <summary>Sorts of <see cref="VersionPolicy"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PolicyKind>))]
public enum PolicyKind
{
    /// <summary>Every version.</summary>
    [JsonStringEnumMemberName("all")]
    All = 0,

    /// <summary>The newest ones that are not refused.</summary>
    [JsonStringEnumMemberName("latest")]
    Latest = 1,

    /// <summary>Those listed.</summary>
    [JsonStringEnumMemberName("specific")]
    Specific = 2,
}
