namespace Distributed.Architecture.Tests;

/// <summary>The files of this repository as they lie on disk, without what is built, installed or ignored.</summary>
internal static class Repository
{
    private static readonly HashSet<string> IgnoredFolders = ["artifacts", "data", "bin", "obj", "node_modules", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths, relative to the root with forward slashes, of the files below a folder of the root.</summary>
    /// <param name="folder">Such as <c>src/Store</c>; empty for the whole repository.</param>
    /// <param name="extensions">Such as <c>.cs</c>; none for every file.</param>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var top = Path.Combine(Root, folder);
        return Directory.Exists(top)
            ? Below(top).Where(file => extensions.Length == 0 || extensions.Contains(Path.GetExtension(file))).Select(Relative).Order()
            : [];
    }

    /// <summary>Names of the folders right below a folder of the root that hold a project file.</summary>
    public static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(Root, folder))
            .Where(project => Directory.EnumerateFiles(project, "*.csproj").Any())
            .Select(project => Path.GetFileName(project))
            .Order();

    /// <summary>The lines of the text files among <see cref="Files"/>.</summary>
    public static IEnumerable<Line> Lines(string folder, params string[] extensions) =>
        Files(folder, extensions).SelectMany(LinesOf);

    /// <summary>The lines of one file; none if it is not text.</summary>
    public static IEnumerable<Line> LinesOf(string file)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));
        return text.Contains('\0', StringComparison.Ordinal)
            ? []
            : text.Split('\n').Select((line, index) => new Line(file, index + 1, line.TrimEnd('\r')));
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != ".git")
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Below));

    private static bool IsOurs(string folder)
    {
        var name = Path.GetFileName(folder);
        return name != ".git" && !IgnoredFolders.Contains(name);
    }

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Distributed.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Distributed.sln.");
    }
}
