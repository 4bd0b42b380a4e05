using System.Text.RegularExpressions;

namespace Distributed.Architecture.Tests;

/// <summary>Files are small, tests lie where the tested code lies, and contracts explain themselves.</summary>
public partial class LayoutTests
{
    private const int LongestFile = 250;
    private const int LongestProgram = 40;
    private const string TestsSuffix = ".Tests";

    // They hold no logic of their own; the end-to-end tests run them.
    private static readonly string[] TestedEndToEnd = ["AppHost", "ServiceDefaults"];

    [Fact]
    public void Files_UnderSrc_AreShort() => Rule.Holds(
        $"A file has more than {LongestFile} lines: it is two of something.",
        LongerThan(LongestFile, Repository.Files("src", ".cs")));

    [Fact]
    public void Programs_UnderSrc_AreTablesOfContents() => Rule.Holds(
        $"A Program.cs has more than {LongestProgram} lines.",
        LongerThan(LongestProgram, Repository.Files("src", ".cs").Where(file => Path.GetFileName(file) == "Program.cs")));

    [Fact]
    public void Projects_UnderSrc_HaveTheirTestProject() => Rule.Holds(
        "A project has no test project.",
        from project in Repository.Projects("src").Except(TestedEndToEnd)
        let tests = $"tests/{project}{TestsSuffix}/{project}{TestsSuffix}.csproj"
        where !File.Exists(Path.Combine(Repository.Root, tests))
        select new Line($"src/{project}/{project}.csproj", 1, $"{tests} is missing"));

    [Fact]
    public void Tests_OfAProject_LieInTheFoldersOfTheProject() => Rule.Holds(
        "Tests lie in a folder that the tested project does not have.",
        from project in Repository.Projects("src")
        let tests = $"tests/{project}{TestsSuffix}"
        from file in Repository.Files(tests, ".cs")
        where file.EndsWith("Tests.cs", StringComparison.Ordinal)
        let folder = Path.GetDirectoryName(Path.GetRelativePath(tests, file))!.Replace('\\', '/')
        where !Directory.Exists(Path.Combine(Repository.Root, "src", project, folder))
        select new Line(file, 1, $"src/{project}/{folder} is missing"));

    [Fact]
    public void PublicTypes_OfContracts_HaveASummary() => Rule.Holds(
        "A public type of Contracts has no XML summary.",
        Repository.Files("src/Contracts", ".cs").SelectMany(WithoutSummary));

    private static IEnumerable<Line> LongerThan(int limit, IEnumerable<string> files) =>
        from file in files
        let length = File.ReadLines(Path.Combine(Repository.Root, file)).Count()
        where length > limit
        select new Line(file, length, $"{length} lines");

    private static IEnumerable<Line> WithoutSummary(string file)
    {
        var documented = false;
        foreach (var line in Repository.LinesOf(file))
        {
            if (PublicType.IsMatch(line.Text) && !documented)
            {
                yield return line;
            }

            // A summary counts until code follows it; attributes and further comment lines may stand between.
            documented = line.Text.Contains("/// <summary>", StringComparison.Ordinal)
                || (documented && BetweenSummaryAndType.IsMatch(line.Text));
        }
    }

    [GeneratedRegex(@"^\s*public\s+((static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex PublicType { get; }

    [GeneratedRegex(@"^\s*(///|//|\[|\)\]|$)")]
    private static partial Regex BetweenSummaryAndType { get; }
}
