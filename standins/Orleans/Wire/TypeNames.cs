using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;
using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>How types are named in messages: the common ones by a number, others by name and assembly, without versions.</summary>
internal static partial class TypeNames
{
    public const uint NoType = 0;
    public const uint NameFollows = 1;
    public const uint FirstPosition = 64;
    private const uint FirstCode = 2;
    private const int MaxLength = 4096;

    // Their order is part of the protocol.
    private static readonly Type[] Common =
    [
        typeof(object), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
        typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(string), typeof(Guid), typeof(DateTime),
        typeof(DateTimeOffset), typeof(TimeSpan), typeof(Exception), typeof(byte[]), typeof(int[]), typeof(float[]), typeof(double[]),
        typeof(string[]), typeof(List<string>), typeof(List<int>), typeof(List<double>), typeof(Dictionary<string, string>),
    ];

    private static readonly FrozenDictionary<Type, uint> Codes =
        Common.Select((t, i) => (t, i)).ToFrozenDictionary(p => p.t, p => FirstCode + (uint)p.i);
    private static readonly ConcurrentDictionary<Type, string> Names = new();
    private static readonly ConcurrentDictionary<string, Type> Resolved = new();

    public static bool TryGetCode(Type type, out uint code) => Codes.TryGetValue(type, out code);

    public static bool TryGetType(uint code, [NotNullWhen(true)] out Type? type)
    {
        type = Common.ElementAtOrDefault((int)(code - FirstCode));
        return type is not null;
    }

    public static string NameOf(Type type) => Names.GetOrAdd(type, static t => Version().Replace(t.AssemblyQualifiedName!, string.Empty));

    /// <exception cref="SerializerException">There is no such type here.</exception>
    public static Type Resolve(string name) => TryResolve(name) ?? throw new SerializerException($"The type {name} of a message is not known here.");

    public static Type? TryResolve(string name)
    {
        if (name.Length > MaxLength)
        {
            return null;
        }

        // Only names that exist are remembered, so that foreign ones do not fill the memory.
        return Resolved.TryGetValue(name, out var known) ? known
            : Find(name) is { } found ? Resolved.GetOrAdd(name, found)
            : null;
    }

    private static Type? Find(string name)
    {
        try
        {
            return Type.GetType(name, FindAssembly, null, throwOnError: false);
        }
        catch (Exception exception) when (exception is ArgumentException or FileLoadException or BadImageFormatException or TypeLoadException)
        {
            return null;
        }
    }

    private static Assembly? FindAssembly(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@", Version=[^,\]]+, Culture=[^,\]]+, PublicKeyToken=[^,\]]+")]
    private static partial Regex Version();
}
