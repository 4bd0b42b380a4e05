using System.Text.RegularExpressions;

namespace Distributed.Architecture.Tests;

/// <summary>The code is written against official packages alone, whose versions are in one place.</summary>
public partial class PackageRuleTests
{
    // This project has to name what it forbids.
    private const string ThisProject = "tests/Architecture.Tests/";

    private static readonly string[] ProjectFolders = ["src", "tests", "standins", "benchmarks"];

    [Fact]
    public void PackageReferences_Everywhere_CarryNoVersion() => Rule.Holds(
        "Versions stand in Directory.Packages.props only.",
        from folder in ProjectFolders
        from project in ProjectFile.In(folder)
        from element in project.Elements
        where element.Name.LocalName is "PackageReference" or "PackageVersion"
        where element.Name.LocalName == "PackageVersion"
            || element.Attributes().Any(attribute => attribute.Name.LocalName.StartsWith("Version", StringComparison.Ordinal))
            || element.Elements().Any(child => child.Name.LocalName.StartsWith("Version", StringComparison.Ordinal))
        select project.PlaceOf(element, element.ToString()));

    [Fact]
    public void ProjectFiles_UnderSrcAndTests_HaveNoCondition() => Rule.Holds(
        "A project under src or tests is the same everywhere: no condition.",
        from folder in new[] { "src", "tests" }
        from project in ProjectFile.In(folder)
        from element in project.Elements
        where element.Attribute("Condition") is not null || element.Name.LocalName == "Choose"
        select project.PlaceOf(element, element.Name.LocalName));

    [Fact]
    public void Code_UnderSrcAndTests_HasNoConditionalCompilation() => Rule.Holds(
        "Code under src and tests is the same everywhere: no #if.",
        Lines(".cs").Where(line => ConditionalCompilation.IsMatch(line.Text)));

    [Fact]
    public void Files_UnderSrcAndTests_DoNotMentionSubstitutes() => Rule.Holds(
        "Files under src and tests know the official packages only.",
        Lines().Where(line => Substitute.IsMatch(line.Text)));

    private static IEnumerable<Line> Lines(params string[] extensions) =>
        Repository.Lines("src", extensions)
            .Concat(Repository.Lines("tests", extensions))
            .Where(line => !line.File.StartsWith(ThisProject, StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b")]
    private static partial Regex ConditionalCompilation { get; }

    [GeneratedRegex(@"stand-?ins?(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Substitute { get; }
}
