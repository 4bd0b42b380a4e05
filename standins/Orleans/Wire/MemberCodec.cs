using System.Reflection;
using System.Reflection.Emit;
using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>Writes and reads one member of a value.</summary>
internal abstract class MemberCodec<TOwner>(uint number)
{
    public uint Number => number;

    public abstract void Write(WireWriter writer, ref TOwner owner);

    public abstract void Read(WireReader reader, ref TOwner owner);
}

/// <inheritdoc/>
internal sealed class MemberCodec<TOwner, TMember>(CodecProvider codecs, SerializableMember member) : MemberCodec<TOwner>(member.Number)
{
    private readonly Getter _get = MakeGetter(member.Field);
    private readonly Setter _set = MakeSetter(member.Field);
    private Codec<TMember>? _codec;

    private delegate TMember Getter(ref TOwner owner);

    private delegate void Setter(ref TOwner owner, TMember value);

    // Found late because members may be of the owner's type.
    private Codec<TMember> Codec => _codec ??= codecs.ForDeclaredType<TMember>();

    public override void Write(WireWriter writer, ref TOwner owner) => Codec.Write(writer, _get(ref owner));

    public override void Read(WireReader reader, ref TOwner owner) => _set(ref owner, Codec.Read(reader));

    private static Getter MakeGetter(FieldInfo field)
    {
        var method = NewMethod($"Get {field}", typeof(TMember), [typeof(TOwner).MakeByRefType()]);
        var il = method.GetILGenerator();
        LoadOwner(il);
        il.Emit(OpCodes.Ldfld, field);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Getter>();
    }

    // Emitted, because compiled expressions refuse read-only fields.
    private static Setter MakeSetter(FieldInfo field)
    {
        var method = NewMethod($"Set {field}", null, [typeof(TOwner).MakeByRefType(), typeof(TMember)]);
        var il = method.GetILGenerator();
        LoadOwner(il);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, field);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Setter>();
    }

    private static DynamicMethod NewMethod(string name, Type? result, Type[] parameters) =>
        new(name, result, parameters, typeof(CodecProvider).Module, skipVisibility: true);

    private static void LoadOwner(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        if (!typeof(TOwner).IsValueType)
        {
            il.Emit(OpCodes.Ldind_Ref);
        }
    }
}
