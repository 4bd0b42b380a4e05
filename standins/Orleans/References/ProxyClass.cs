using System.Reflection;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Orleans.References;

/// <summary>Writes the class whose instances are references through one interface: each method packs its arguments and sends them.</summary>
internal static class ProxyClass
{
    private const string AssemblyName = "Orleans.References.Generated";
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> AccessGranted = [];
    private static readonly AssemblyBuilder Assembly =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.Run);
    private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule(AssemblyName);
    private static readonly ConstructorInfo AccessAttribute = DefineAccessAttribute();
    private static readonly Dictionary<Type, Func<GrainReferenceShared, IdSpan, GrainReference>> Constructors = [];

    /// <summary>The constructor of the class, which all runtimes of the process share.</summary>
    public static Func<GrainReferenceShared, IdSpan, GrainReference> For(GrainInterface contract)
    {
        lock (Gate)
        {
            if (Constructors.TryGetValue(contract.Type, out var known))
            {
                return known;
            }

            GrantAccessTo(typeof(GrainReference).Assembly);
            GrantAccessTo(contract.Type.Assembly);
            var type = Define(contract);
            var constructor = type.GetConstructors()[0];
            return Constructors[contract.Type] = Compile(constructor);
        }
    }

    private static Type Define(GrainInterface contract)
    {
        var builder = Module.DefineType($"{contract.Type.Name}_Reference_{Constructors.Count}", TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference));
        builder.AddInterfaceImplementation(contract.Type);
        var parent = typeof(GrainReference).GetConstructor(
            BindingFlags.Instance | BindingFlags.NonPublic, [typeof(GrainReferenceShared), typeof(IdSpan)])!;
        var constructor = builder.DefineConstructor(
            MethodAttributes.Public, CallingConventions.HasThis, [typeof(GrainReferenceShared), typeof(IdSpan)]).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Ldarg_1);
        constructor.Emit(OpCodes.Ldarg_2);
        constructor.Emit(OpCodes.Call, parent);
        constructor.Emit(OpCodes.Ret);
        for (var i = 0; i < contract.Methods.Length; i++)
        {
            ProxyMethod.Define(builder, contract.Methods[i].Info, i);
        }

        return builder.CreateType();
    }

    private static Func<GrainReferenceShared, IdSpan, GrainReference> Compile(ConstructorInfo constructor)
    {
        var method = new DynamicMethod(
            "New", typeof(GrainReference), [typeof(GrainReferenceShared), typeof(IdSpan)], typeof(ProxyClass).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<GrainReferenceShared, IdSpan, GrainReference>>();
    }

    // Grain interfaces may be internal: the runtime honours an attribute of this well-known name wherever it is defined.
    private static void GrantAccessTo(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        if (AccessGranted.Add(name))
        {
            Assembly.SetCustomAttribute(new CustomAttributeBuilder(AccessAttribute, [name]));
        }
    }

    private static ConstructorInfo DefineAccessAttribute()
    {
        var type = Module.DefineType(
            "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.Public | TypeAttributes.Class, typeof(Attribute));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, Type.EmptyTypes)!);
        il.Emit(OpCodes.Ret);
        return type.CreateType().GetConstructors()[0];
    }
}
