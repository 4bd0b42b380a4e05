using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Serialization;

/// <summary>The application's assemblies that use grains: those loaded, and those beside the program that reference this one.</summary>
internal sealed class ApplicationAssemblies
{
    private static readonly AssemblyName Self = typeof(ApplicationAssemblies).Assembly.GetName();

    public ApplicationAssemblies()
    {
        foreach (var path in FilesOfProgram().Where(ReferencesSelf))
        {
            AppDomain.CurrentDomain.Load(AssemblyName.GetAssemblyName(path));
        }

        All = [.. AppDomain.CurrentDomain.GetAssemblies().Where(IsPart)];
        Types = [.. All.SelectMany(TypesOf)];
    }

    public IReadOnlyList<Assembly> All { get; }

    public IReadOnlyList<Type> Types { get; }

    public static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partial)
        {
            // A part may hold types of an optional dependency that is not installed.
            return partial.Types.OfType<Type>();
        }
    }

    private static bool IsPart(Assembly assembly) => !assembly.IsDynamic
        && (assembly.GetName().Name == Self.Name || assembly.GetReferencedAssemblies().Any(r => r.Name == Self.Name));

    private static IEnumerable<string> FilesOfProgram() =>
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(path => path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal));

    private static bool ReferencesSelf(string path)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata)
        {
            return false;
        }

        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Any(handle =>
            metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, Self.Name!));
    }
}
