using System.Text.RegularExpressions;

namespace Distributed.Architecture.Tests;

/// <summary>Which part may know which: the arrows of the map, read from the project files.</summary>
public partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["ServiceDefaults"] = [],
        ["Store"] = ["Contracts"],
        ["TrainerGrain"] = ["Contracts", "Store", "ServiceDefaults"],
        ["InferenceService"] = ["Contracts", "Store", "ServiceDefaults"],
        ["AppHost"] = ["TrainerGrain", "InferenceService"],
        ["Client"] = ["Contracts"],
        ["Cli"] = ["Client", "Contracts"],
    };

    private static readonly string[] WithoutOrleans = ["Contracts", "Store", "InferenceService", "Client", "Cli"];

    [Fact]
    public void Projects_UnderSrc_AreTheOnesOnTheMap() =>
        Assert.Equal(Allowed.Keys.Order(), Repository.Projects("src"));

    [Fact]
    public void ProjectReferences_UnderSrc_AreTheArrowsOnTheMap() => Rule.Holds(
        "A project references one that it may not know.",
        from project in ProjectFile.In("src")
        from reference in project.ProjectReferences
        where !Allowed.GetValueOrDefault(project.Name, []).Contains(reference.Name)
        select reference.Place);

    [Fact]
    public void AppHost_Code_UsesNoTypeOfTheServices() => Rule.Holds(
        "The AppHost knows the services as resources only.",
        Repository.Lines("src/AppHost", ".cs").Where(line => ServiceNamespace.IsMatch(line.Text)));

    [Fact]
    public void PackageReferences_OfPartsWithoutOrleans_HaveNoOrleans() => Rule.Holds(
        "What is no part of the cluster references no Orleans package.",
        from folder in WithoutOrleans
        from project in ProjectFile.In($"src/{folder}")
        from package in project.PackageReferences
        where package.Name.Contains("Orleans", StringComparison.OrdinalIgnoreCase)
        select package.Place);

    [Fact]
    public void Code_OfPartsWithoutOrleans_UsesNoOrleans() => Rule.Holds(
        "What is no part of the cluster uses no type of Orleans.",
        from folder in WithoutOrleans
        from line in Repository.Lines($"src/{folder}", ".cs")
        where OrleansNamespace.IsMatch(line.Text)
        select line);

    [GeneratedRegex(@"\bDistributed\.(Contracts|Store|ServiceDefaults|TrainerGrain|InferenceService)\b")]
    private static partial Regex ServiceNamespace { get; }

    [GeneratedRegex(@"\busing\s+(global::|static\s+)*Orleans\b|\bOrleans\.[A-Z]\w*\.|\[(Alias|GenerateSerializer)\b")]
    private static partial Regex OrleansNamespace { get; }
}
