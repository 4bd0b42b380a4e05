using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>Chooses the copier of types with members: those with <see cref="GenerateSerializerAttribute"/>, tuples and pairs.</summary>
internal static class MemberwiseCopiers
{
    public static Copier? TryCreate(Type type, CopierProvider copiers)
    {
        var fields = IsTuple(type) ? AllFields(type) : SerializableMembers.TryFind(type);
        if (fields is null || type.IsInterface || type.IsAbstract)
        {
            return null;
        }

        var open = type.IsValueType ? typeof(StructCopier<>) : typeof(ClassCopier<>);
        return CopierProvider.Create(open, [type], copiers, fields);
    }

    public static bool IsTuple(Type type) => type.IsAssignableTo(typeof(ITuple)) && type.Namespace == nameof(System)
        || type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    public static FieldInfo[] AllFields(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}

internal sealed class StructCopier<T>(CopierProvider copiers, FieldInfo[] fields) : Copier<T> where T : struct
{
    private readonly Lazy<MemberCopy<T>> _members = new(() => MemberCopy<T>.Create(copiers, fields));

    public override T Copy(T value, CopyContext context)
    {
        var copy = value;
        _members.Value.Run(ref value, ref copy, context);
        return copy;
    }
}

internal sealed class ClassCopier<T>(CopierProvider copiers, FieldInfo[] fields) : Copier<T> where T : class
{
    private readonly Lazy<MemberCopy<T>> _members = new(() => MemberCopy<T>.Create(copiers, fields));
    private readonly Func<T> _new = Instantiation.For<T>();

    public override T Copy(T value, CopyContext context)
    {
        if (value is null)
        {
            return value!;
        }

        if (context.TryGet(value, out var copy))
        {
            return copy;
        }

        copy = _new();
        context.Record(value, copy);
        _members.Value.Run(ref value, ref copy, context);
        return copy;
    }
}
