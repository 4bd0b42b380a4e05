using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Serialization;

/// <summary>Compiled copying of chosen fields from one instance to another, read-only fields included.</summary>
internal sealed class MemberCopy<T>
{
    private readonly Copier?[] _copiers;
    private readonly Body _body;

    private MemberCopy(Copier?[] copiers, Body body)
    {
        _copiers = copiers;
        _body = body;
    }

    private delegate void Body(Copier?[] copiers, ref T source, ref T target, CopyContext context);

    public static MemberCopy<T> Create(CopierProvider provider, FieldInfo[] fields)
    {
        var copiers = Array.ConvertAll(fields, field => CopierOf(field, provider));
        var method = new DynamicMethod(
            $"Copy {typeof(T)}",
            null,
            [typeof(Copier[]), typeof(T).MakeByRefType(), typeof(T).MakeByRefType(), typeof(CopyContext)],
            typeof(MemberCopy<T>).Module,
            skipVisibility: true);
        var il = method.GetILGenerator();
        for (var i = 0; i < fields.Length; i++)
        {
            EmitMember(il, fields[i], copiers[i], i);
        }

        il.Emit(OpCodes.Ret);
        return new(copiers, method.CreateDelegate<Body>());
    }

    public void Run(ref T source, ref T target, CopyContext context) => _body(_copiers, ref source, ref target, context);

    private static Copier? CopierOf(FieldInfo field, CopierProvider provider)
    {
        var property = field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(
            field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)],
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) : null;
        var immutable = ImmutableTypes.IsMarked(field) || property is not null && ImmutableTypes.IsMarked(property);
        var copier = immutable ? null : provider.ForDeclaredType(field.FieldType);
        return copier is { IsShallow: false } ? copier : null;
    }

    private static void EmitMember(ILGenerator il, FieldInfo field, Copier? copier, int index)
    {
        LoadInstance(il, OpCodes.Ldarg_2);
        if (copier is not null)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldelem_Ref);
        }

        LoadInstance(il, OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldfld, field);
        if (copier is not null)
        {
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Callvirt, typeof(Copier<>).MakeGenericType(field.FieldType).GetMethod(nameof(Copier<T>.Copy))!);
        }

        il.Emit(OpCodes.Stfld, field);
    }

    private static void LoadInstance(ILGenerator il, OpCode argument)
    {
        il.Emit(argument);
        if (!typeof(T).IsValueType)
        {
            il.Emit(OpCodes.Ldind_Ref);
        }
    }
}
