using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Models;

/// <summary>Where an alias leads: to a version, and perhaps a share of the requests to another, and a copy of them to a third.</summary>
/// <param name="Version">The version that answers.</param>
/// <param name="Canary">A version that answers a share of the requests instead; null for none.</param>
/// <param name="Shadow">A version that computes the same, to be compared; null for none.</param>
public sealed record AliasTarget(int Version, CanaryRoute? Canary = null, ShadowRoute? Shadow = null)
{
    private const string VersionNumber = "a whole number from 1 to 2147483647";

    private static readonly SpecObject<CanaryRoute> CanaryRules = new(
    [
        new("version", (canary, value) => canary with { Version = VersionOf(value) }, Missing: VersionNumber),
        new("weight", (canary, value) => canary with { Weight = value.Number(SpecRange.Share, canary.Weight) },
            Missing: $"a number {SpecRange.Share.Text}"),
    ]);

    private static readonly SpecObject<ShadowRoute> ShadowRules = new(
    [
        new("version", (shadow, value) => shadow with { Version = VersionOf(value) }, Missing: VersionNumber),
        new("tolerance", (shadow, value) => shadow with { Tolerance = value.Number(SpecRange.NonNegative, shadow.Tolerance) }),
    ]);

    private static readonly SpecObject<AliasTarget> Rules = new(
    [
        new("version", (target, value) => target with { Version = VersionOf(value) }, Missing: VersionNumber),
        new("canary", (target, value) => target with { Canary = CanaryRules.Read(value, new(0, 0)) }),
        new("shadow", (target, value) => target with { Shadow = ShadowRules.Read(value, new(0)) }),
    ],
        new("canary", ["version"], target => target.Canary?.Version != target.Version, target => SameVersion(target)),
        new("shadow", ["version"], target => target.Shadow?.Version != target.Version, target => SameVersion(target)));

    /// <summary>Every version named, the one that answers first.</summary>
    public IEnumerable<int> Versions()
    {
        yield return Version;
        if (Canary is { } canary)
        {
            yield return canary.Version;
        }

        if (Shadow is { } shadow)
        {
            yield return shadow.Version;
        }
    }

    /// <summary>Reads JSON text in UTF-8.</summary>
    /// <param name="utf8Json">One JSON value; the caller bounds its size.</param>
    /// <returns>The target, and what is wrong; only without errors is the target valid.</returns>
    public static (AliasTarget Target, IReadOnlyList<SpecError> Errors) Read(ReadOnlyMemory<byte> utf8Json) => SpecDocument.Read(
        utf8Json,
        json =>
        {
            var faults = new SpecFaults();
            return (Rules.Read(new SpecValue(json, "", faults), new AliasTarget(0)), faults.ToList());
        },
        fault => (new AliasTarget(0), [fault]));

    private static int VersionOf(SpecValue value) => value.Count(int.MaxValue, 0);

    private static string SameVersion(AliasTarget target) =>
        $"names version {target.Version}, which answers anyway; must name another one.";
}

/// <summary>A version that answers a share of the requests.</summary>
/// <param name="Version">The version.</param>
/// <param name="Weight">The share, 0 to 1; each request is drawn by itself.</param>
public sealed record CanaryRoute(int Version, double Weight);

/// <summary>A version that computes what another one has answered, to be compared.</summary>
/// <param name="Version">The version.</param>
/// <param name="Tolerance">
/// Allowed difference, as a share of the answer's largest value or of 1 when that is less; at least 0.
/// </param>
public sealed record ShadowRoute(int Version, double Tolerance = 1e-3);
