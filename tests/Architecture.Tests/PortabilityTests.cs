using System.Text.RegularExpressions;

namespace Distributed.Architecture.Tests;

/// <summary>Nothing in the repository belongs to one machine or to one package feed.</summary>
public partial class PortabilityTests
{
    [Fact]
    public void Files_Everywhere_NameNoPackageRegistry() => Rule.Holds(
        "A file names the host of a package registry; the configured feed decides.",
        Repository.Lines("").Where(line => RegistryHost.IsMatch(line.Text)));

    [Fact]
    public void Files_Everywhere_NameNoPathOfOneMachine() => Rule.Holds(
        "A file names an absolute path of one machine.",
        Repository.Lines("").Where(line => MachinePath.IsMatch(line.Text)));

    [GeneratedRegex(
        @"https?://[^\s""'/]*(registry|npmjs|nuget|pypi|artifactory|nexus)[^\s""'/]*|\b(registry|npmjs|nuget|pypi|pythonhosted|yarnpkg)\.([a-z0-9-]+\.)*(org|com|io|net|dev)\b")]
    private static partial Regex RegistryHost { get; }

    [GeneratedRegex(@"(?<![\w.~$)}\]*-])/(root|work|home|Users|tmp)/\w|\b[A-Z]:\\\w")]
    private static partial Regex MachinePath { get; }
}
