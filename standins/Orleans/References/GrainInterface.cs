using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.References;

/// <summary>A grain interface: its name, its methods and the class of its references.</summary>
internal sealed class GrainInterface
{
    private readonly Lazy<Func<GrainReferenceShared, IdSpan, GrainReference>> _create;

    public GrainInterface(Type type, CopierProvider copiers)
    {
        Type = type;
        InterfaceType = NameOf(type);
        Methods = [.. MethodsOf(type).Select(m => new GrainMethod(m, copiers))];
        _create = new(() => ProxyClass.For(this));
    }

    public Type Type { get; }

    public GrainInterfaceType InterfaceType { get; }

    /// <summary>All methods, inherited ones included, in the order the reference class uses.</summary>
    public GrainMethod[] Methods { get; }

    public GrainReference CreateReference(GrainReferenceShared shared, IdSpan key) => _create.Value(shared, key);

    /// <summary>The method that another runtime knows as <paramref name="method"/>.</summary>
    public GrainMethod Find(MethodInfo method)
    {
        var definition = method.IsConstructedGenericMethod ? method.GetGenericMethodDefinition() : method;
        var found = Array.Find(Methods, m => m.Info == definition)!;
        return method.IsConstructedGenericMethod ? found.Construct(method.GetGenericArguments()) : found;
    }

    /// <summary>The method that silos call by <paramref name="key"/>.</summary>
    public GrainMethod? TryFind(uint key) => Array.Find(Methods, m => m.Key == key);

    public static GrainInterfaceType NameOf(Type type) => type.GetCustomAttribute<GrainInterfaceTypeAttribute>() is { } named
        ? named.InterfaceType
        : GrainInterfaceType.Create(type.FullName ?? type.Name);

    private static IEnumerable<MethodInfo> MethodsOf(Type type) => type.GetInterfaces().Prepend(type)
        .SelectMany(i => i.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(m => m.IsAbstract);
}
