using System.Xml;
using System.Xml.Linq;

namespace Distributed.Architecture.Tests;

/// <summary>What a project file refers to.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _document;

    private ProjectFile(string path)
    {
        Path = path;
        _document = XDocument.Load(System.IO.Path.Combine(Repository.Root, path), LoadOptions.SetLineInfo);
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Elements of the file, whatever their namespace.</summary>
    public IEnumerable<XElement> Elements => _document.Descendants();

    /// <summary>Names of the projects that this one references, each with its place.</summary>
    public IEnumerable<(string Name, Line Place)> ProjectReferences => Items("ProjectReference")
        .Select(item => (System.IO.Path.GetFileNameWithoutExtension(item.Name.Replace('\\', '/')), item.Place));

    /// <summary>Names of the packages that this project references, each with its place.</summary>
    public IEnumerable<(string Name, Line Place)> PackageReferences => Items("PackageReference");

    public static IEnumerable<ProjectFile> In(string folder) =>
        Repository.Files(folder, ".csproj").Select(path => new ProjectFile(path));

    public Line PlaceOf(XElement element, string remark) => new(Path, ((IXmlLineInfo)element).LineNumber, remark);

    private IEnumerable<(string Name, Line Place)> Items(string kind) =>
        from element in Elements
        where element.Name.LocalName == kind
        from name in ((string?)element.Attribute("Include") ?? string.Empty).Split(';', StringSplitOptions.TrimEntries)
        select (name, PlaceOf(element, $"{Name} -> {name}"));
}
