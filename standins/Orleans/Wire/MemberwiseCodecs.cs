using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>Types with members: those with <see cref="GenerateSerializerAttribute"/>, tuples and pairs.</summary>
internal static class MemberwiseCodecs
{
    public static Codec? TryCreate(Type type, CodecProvider codecs)
    {
        if (type.IsInterface || type.IsAbstract || LevelsOf(type) is not { } levels)
        {
            return null;
        }

        return Generic.Create<Codec>(type.IsValueType ? typeof(StructCodec<>) : typeof(ClassCodec<>), [type], codecs, levels);
    }

    private static SerializableMember[][]? LevelsOf(Type type) => MemberwiseCopiers.IsTuple(type)
        ? [[.. MemberwiseCopiers.AllFields(type).Select((f, i) => new SerializableMember(f, (uint)i))]]
        : SerializableMembers.TryFindLevels(type);
}

/// <summary>
/// The members of a value, one level of the class hierarchy after the other, each member under its number and with its length, so that a reader
/// may know fewer or more of them than the writer.
/// </summary>
internal sealed class MembersCodec<T>(CodecProvider codecs, SerializableMember[][] levels)
{
    private readonly MemberCodec<T>[][] _levels = Array.ConvertAll(levels, l => Array.ConvertAll(l, m =>
        Generic.Create<MemberCodec<T>>(typeof(MemberCodec<,>), [typeof(T), m.Field.FieldType], codecs, m)));

    public void Write(WireWriter writer, ref T value)
    {
        writer.WriteCount(_levels.Length);
        foreach (var level in _levels)
        {
            writer.WriteCount(level.Length);
            foreach (var member in level)
            {
                writer.WriteNumber(member.Number);
                var start = writer.BeginPart();
                member.Write(writer, ref value);
                writer.EndPart(start);
            }
        }
    }

    public void Read(WireReader reader, ref T value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var levelCount = reader.ReadCount();
        for (var l = 0; l < levelCount; l++)
        {
            var count = reader.ReadCount();
            for (var i = 0; i < count; i++)
            {
                ReadMember(reader, l < _levels.Length ? _levels[l] : [], ref value);
            }
        }
    }

    private static void ReadMember(WireReader reader, MemberCodec<T>[] level, ref T value)
    {
        var number = reader.ReadNumber();
        var end = reader.BeginPart();
        foreach (var member in level)
        {
            if (member.Number == number)
            {
                member.Read(reader, ref value);
                break;
            }
        }

        reader.EndPart(end);
    }
}

internal sealed class StructCodec<T>(CodecProvider codecs, SerializableMember[][] levels) : Codec<T> where T : struct
{
    private readonly Lazy<MembersCodec<T>> _members = new(() => new(codecs, levels));

    public override void Write(WireWriter writer, T value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _members.Value.Write(writer, ref value);
    }

    public override T Read(WireReader reader)
    {
        var value = default(T);
        _members.Value.Read(reader, ref value);
        return value;
    }
}

internal sealed class ClassCodec<T>(CodecProvider codecs, SerializableMember[][] levels) : Codec<T> where T : class
{
    private readonly Lazy<MembersCodec<T>> _members = new(() => new(codecs, levels));
    private readonly Func<T> _new = Instantiation.For<T>();

    public override void Write(WireWriter writer, T value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!writer.TryWriteReference(value))
        {
            _members.Value.Write(writer, ref value);
        }
    }

    public override T Read(WireReader reader)
    {
        if (reader.TryReadReference(out T? value, out var position))
        {
            return value!;
        }

        value = _new();
        reader.Record(position, value);
        _members.Value.Read(reader, ref value);
        return value;
    }
}
