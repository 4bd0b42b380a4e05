using System.Text.RegularExpressions;

namespace Distributed.Architecture.Tests;

/// <summary>The solution file lists what there is, in the format that every tool reads.</summary>
public partial class SolutionTests
{
    private const string Solution = "Distributed.sln";

    [Fact]
    public void Solution_IsInTheClassicFormat()
    {
        var header = Repository.LinesOf(Solution).First(line => line.Text.Trim('\uFEFF', ' ').Length > 0);

        Assert.StartsWith("Microsoft Visual Studio Solution File, Format Version 12.00", header.Text.Trim('\uFEFF'), StringComparison.Ordinal);
        Assert.Empty(Repository.Files("", ".slnx"));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Projects_OfAFolder_AreInTheSolution(string folder)
    {
        var listed = Listed();
        Rule.Holds(
            $"A project is missing from {Solution}.",
            Repository.Files(folder, ".csproj").Where(path => !listed.Contains(path)).Select(path => new Line(path, 1, "not listed")));
    }

    [Fact]
    public void Projects_InTheSolution_Exist() => Rule.Holds(
        $"{Solution} lists a project that does not exist.",
        from line in Repository.LinesOf(Solution)
        let match = ProjectEntry.Match(line.Text)
        where match.Success && !File.Exists(Path.Combine(Repository.Root, PathOf(match)))
        select line);

    private static HashSet<string> Listed() =>
        [.. Repository.LinesOf(Solution).Select(line => ProjectEntry.Match(line.Text)).Where(match => match.Success).Select(PathOf)];

    private static string PathOf(Match entry) => entry.Groups["path"].Value.Replace('\\', '/');

    [GeneratedRegex("""^Project\("\{[0-9A-Fa-f-]+\}"\) = "[^"]+", "(?<path>[^"]+\.csproj)", "\{[0-9A-Fa-f-]+\}"$""")]
    private static partial Regex ProjectEntry { get; }
}
