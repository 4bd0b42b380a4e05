using System.Reflection;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Orleans.References;

/// <summary>Writes one method of a reference class.</summary>
internal static class ProxyMethod
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    public static void Define(TypeBuilder type, MethodInfo contract, int index)
    {
        var parameters = Array.ConvertAll(contract.GetParameters(), p => p.ParameterType);
        var method = type.DefineMethod(
            $"{contract.DeclaringType!.FullName}.{contract.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot);
        var types = DefineTypeParameters(method, contract);
        parameters = Array.ConvertAll(parameters, p => Substitute(p, types));
        var returnType = Substitute(contract.ReturnType, types);
        method.SetReturnType(returnType);
        method.SetParameters(parameters);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        EmitTypeArguments(il, types);
        EmitArguments(il, parameters);
        il.Emit(OpCodes.Call, Helper(returnType));
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(method, contract);
    }

    private static Type[] DefineTypeParameters(MethodBuilder method, MethodInfo contract)
    {
        if (!contract.IsGenericMethodDefinition)
        {
            return [];
        }

        var originals = contract.GetGenericArguments();
        var defined = method.DefineGenericParameters(Array.ConvertAll(originals, t => t.Name));
        for (var i = 0; i < originals.Length; i++)
        {
            defined[i].SetGenericParameterAttributes(originals[i].GenericParameterAttributes);
            foreach (var constraint in originals[i].GetGenericParameterConstraints())
            {
                if (constraint.IsInterface)
                {
                    defined[i].SetInterfaceConstraints(constraint);
                }
                else
                {
                    defined[i].SetBaseTypeConstraint(constraint);
                }
            }
        }

        return defined;
    }

    // The interface's own type parameters are replaced by those of the method that implements it.
    private static Type Substitute(Type type, Type[] types)
    {
        if (type.IsGenericMethodParameter)
        {
            return types[type.GenericParameterPosition];
        }

        if (type.IsSZArray)
        {
            return Substitute(type.GetElementType()!, types).MakeArrayType();
        }

        return type.IsGenericType && type.ContainsGenericParameters
            ? type.GetGenericTypeDefinition().MakeGenericType(Array.ConvertAll(type.GetGenericArguments(), t => Substitute(t, types)))
            : type;
    }

    private static void EmitTypeArguments(ILGenerator il, Type[] types)
    {
        if (types.Length == 0)
        {
            il.Emit(OpCodes.Ldnull);
            return;
        }

        il.Emit(OpCodes.Ldc_I4, types.Length);
        il.Emit(OpCodes.Newarr, typeof(Type));
        for (var i = 0; i < types.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldtoken, types[i]);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            il.Emit(OpCodes.Stelem_Ref);
        }
    }

    private static void EmitArguments(ILGenerator il, Type[] parameters)
    {
        il.Emit(OpCodes.Ldc_I4, parameters.Length);
        il.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldarg, i + 1);
            il.Emit(OpCodes.Box, parameters[i]);
            il.Emit(OpCodes.Stelem_Ref);
        }
    }

    private static MethodInfo Helper(Type returnType)
    {
        if (!returnType.IsGenericType)
        {
            return Named(returnType == typeof(void) ? nameof(GrainReference.CallVoid)
                : returnType == typeof(Task) ? nameof(GrainReference.CallTask)
                : nameof(GrainReference.CallValueTask));
        }

        var open = returnType.GetGenericTypeDefinition();
        var name = open == typeof(Task<>) ? nameof(GrainReference.CallTaskOf)
            : open == typeof(ValueTask<>) ? nameof(GrainReference.CallValueTaskOf)
            : nameof(GrainReference.CallStream);
        return Named(name).MakeGenericMethod(returnType.GetGenericArguments()[0]);
    }

    private static MethodInfo Named(string name) => typeof(GrainReference).GetMethod(name, Hidden)!;
}
