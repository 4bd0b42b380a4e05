using System.Reflection;

namespace Orleans.Wire;

/// <summary>Makes instances of generic classes whose type arguments are known at run time only.</summary>
internal static class Generic
{
    public static T Create<T>(Type open, Type[] typeArguments, params object?[] arguments) => (T)Activator.CreateInstance(
        open.MakeGenericType(typeArguments),
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic,
        null,
        arguments,
        null)!;
}
