using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>Makes the empty instance that members are then copied into.</summary>
internal static class Instantiation
{
    /// <summary>By the constructor without parameters if there is one, else without running any constructor.</summary>
    public static Func<T> For<T>()
    {
        if (typeof(T).IsValueType)
        {
            return static () => default!;
        }

        var constructor = typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes);
        return constructor is null || typeof(T).IsAbstract
            ? static () => (T)RuntimeHelpers.GetUninitializedObject(typeof(T))
            : Expression.Lambda<Func<T>>(Expression.New(constructor)).Compile();
    }
}
