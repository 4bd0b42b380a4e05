using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Wire;

/// <summary>References travel as grain and interface; the receiver's send by the receiver's runtime.</summary>
internal sealed class ReferenceCodec<T>(Lazy<ReferenceFactory> references, GrainTypeMap types) : Codec<T>
{
    public override void Write(WireWriter writer, T value)
    {
        writer.WriteByte(value is null ? References.Null : References.New);
        if (value is IAddressable grain)
        {
            LeafCodecs.WriteGrainId(writer, grain.GetGrainId());
            LeafCodecs.WriteSpan(writer, (grain as GrainReference)?.InterfaceType.Value ?? default);
        }
    }

    public override T Read(WireReader reader)
    {
        if (reader.ReadByte() == References.Null)
        {
            return default!;
        }

        var grain = LeafCodecs.ReadGrainId(reader);
        var contract = types.TryGetInterface(new(LeafCodecs.ReadSpan(reader)));
        if (contract?.IsAssignableTo(typeof(T)) != true && typeof(T).IsInterface && typeof(T) != typeof(IAddressable))
        {
            contract = typeof(T);
        }

        return (T)(object)(contract is null ? references.Value.CreateUntyped(grain) : references.Value.Create(grain, contract));
    }
}
