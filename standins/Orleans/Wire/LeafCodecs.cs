using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Wire;

/// <summary>The types that hold no other values.</summary>
internal static class LeafCodecs
{
    private static readonly FrozenDictionary<Type, Codec> All = new Codec[]
    {
        Raw<byte>(), Raw<sbyte>(), Raw<short>(), Raw<ushort>(), Raw<int>(), Raw<uint>(), Raw<long>(), Raw<ulong>(), Raw<nint>(), Raw<nuint>(),
        Raw<char>(), Raw<float>(), Raw<double>(), Raw<Half>(), Raw<Int128>(), Raw<UInt128>(), Raw<Complex>(), Raw<Guid>(), Raw<TimeSpan>(),
        Leaf<bool>((w, v) => w.WriteByte(v ? (byte)1 : (byte)0), r => r.ReadByte() != 0),
        Leaf<string>((w, v) => w.WriteString(v), r => r.ReadString()),
        Leaf<decimal>((w, v) => Array.ForEach(decimal.GetBits(v), w.WriteRaw), ReadDecimal),
        Leaf<DateTime>((w, v) => w.WriteRaw(v.ToBinary()), r => Checked(r.ReadRaw<long>(), DateTime.FromBinary)),
        Leaf<DateTimeOffset>(WriteOffset, ReadOffset),
        Leaf<DateOnly>((w, v) => w.WriteRaw(v.DayNumber), r => Checked(r.ReadRaw<int>(), DateOnly.FromDayNumber)),
        Leaf<TimeOnly>((w, v) => w.WriteRaw(v.Ticks), r => Checked(r.ReadRaw<long>(), t => new TimeOnly(t))),
        Leaf<BigInteger>((w, v) => w.WriteBytes(v.ToByteArray()), r => new BigInteger(r.ReadBytes())),
        Leaf<Rune>((w, v) => w.WriteRaw(v.Value), r => Checked(r.ReadRaw<int>(), c => new Rune(c))),
        Leaf<Index>(WriteIndex, ReadIndex),
        Leaf<Range>(WriteRange, r => new Range(ReadIndex(r), ReadIndex(r))),
        Leaf<Uri>((w, v) => w.WriteString(v.OriginalString), r => Checked(r.ReadString(), s => new Uri(s, UriKind.RelativeOrAbsolute))),
        Leaf<Version>((w, v) => w.WriteString(v.ToString()), r => Checked(r.ReadString(), Version.Parse)),
        Leaf<CultureInfo>((w, v) => w.WriteString(v.Name), r => Checked(r.ReadString(), CultureInfo.GetCultureInfo)),
        Leaf<Type>((w, v) => w.WriteString(TypeNames.NameOf(v)), r => TypeNames.Resolve(r.ReadString())),
        Leaf<CancellationToken>((w, _) => w.WriteByte(0), r => With(r.ReadByte(), CancellationToken.None)),
        Leaf<DBNull>((w, _) => w.WriteByte(0), r => With(r.ReadByte(), DBNull.Value)),
        Leaf<object>((w, _) => w.WriteByte(0), r => With(r.ReadByte(), new object())),
        Leaf<IPAddress>(WriteAddress, ReadAddress),
        Leaf<IPEndPoint>(WriteEndPoint, ReadEndPoint),
        Leaf<IdSpan>(WriteSpan, ReadSpan),
        Leaf<GrainType>((w, v) => WriteSpan(w, v.Value), r => new GrainType(ReadSpan(r))),
        Leaf<GrainInterfaceType>((w, v) => WriteSpan(w, v.Value), r => new GrainInterfaceType(ReadSpan(r))),
        Leaf<GrainId>(WriteGrainId, ReadGrainId),
        Leaf<SiloAddress>(WriteSilo, ReadSilo),
        Leaf<ActivationId>((w, v) => w.WriteRaw(v.Key), r => new ActivationId(r.ReadRaw<Guid>())),
        Leaf<GrainAddress>(WriteGrainAddress, ReadGrainAddress),
        Leaf<TableVersion>(WriteTableVersion, r => new TableVersion(r.ReadRaw<int>(), r.ReadString())),
    }.ToFrozenDictionary(c => c.GetType().GetGenericArguments()[0]);

    public static Codec? TryGet(Type type) => All.GetValueOrDefault(type);

    public static void WriteSpan(WireWriter writer, IdSpan value) => writer.WriteBytes(value.AsSpan());

    public static IdSpan ReadSpan(WireReader reader) => reader.ReadBytes() is { IsEmpty: false } bytes ? new(bytes.ToArray()) : default;

    public static void WriteGrainId(WireWriter writer, GrainId value)
    {
        WriteSpan(writer, value.Type.Value);
        WriteSpan(writer, value.Key);
    }

    public static GrainId ReadGrainId(WireReader reader) => new(new(ReadSpan(reader)), ReadSpan(reader));

    public static void WriteSilo(WireWriter writer, SiloAddress value)
    {
        WriteEndPoint(writer, value.Endpoint);
        writer.WriteRaw(value.Generation);
    }

    public static SiloAddress ReadSilo(WireReader reader) => SiloAddress.New(ReadEndPoint(reader), reader.ReadRaw<int>());

    private static RawCodec<T> Raw<T>() where T : unmanaged => new();

    private static LeafCodec<T> Leaf<T>(Action<WireWriter, T> write, Func<WireReader, T> read) => new(write, read);

    private static void WriteGrainAddress(WireWriter writer, GrainAddress value)
    {
        WriteGrainId(writer, value.GrainId);
        writer.WriteRaw(value.ActivationId.Key);
        WriteSilo(writer, value.SiloAddress ?? SiloAddress.Zero);
    }

    private static GrainAddress ReadGrainAddress(WireReader reader) =>
        new() { GrainId = ReadGrainId(reader), ActivationId = new(reader.ReadRaw<Guid>()), SiloAddress = ReadSilo(reader) };

    private static void WriteEndPoint(WireWriter writer, IPEndPoint value)
    {
        WriteAddress(writer, value.Address);
        writer.WriteRaw((ushort)value.Port);
    }

    private static IPEndPoint ReadEndPoint(WireReader reader) => new(ReadAddress(reader), reader.ReadRaw<ushort>());

    private static void WriteAddress(WireWriter writer, IPAddress value) => writer.WriteBytes(value.GetAddressBytes());

    private static IPAddress ReadAddress(WireReader reader) => reader.ReadBytes() is { Length: 4 or 16 } bytes
        ? new(bytes)
        : throw WireReader.Malformed("an address that is neither IPv4 nor IPv6");

    private static void WriteOffset(WireWriter writer, DateTimeOffset value)
    {
        writer.WriteRaw(value.Ticks);
        writer.WriteRaw(value.Offset.Ticks);
    }

    private static DateTimeOffset ReadOffset(WireReader reader) =>
        Checked((reader.ReadRaw<long>(), reader.ReadRaw<long>()), p => new DateTimeOffset(p.Item1, new TimeSpan(p.Item2)));

    private static void WriteTableVersion(WireWriter writer, TableVersion value)
    {
        writer.WriteRaw(value.Version);
        writer.WriteString(value.VersionEtag);
    }

    private static void WriteRange(WireWriter writer, Range value)
    {
        WriteIndex(writer, value.Start);
        WriteIndex(writer, value.End);
    }

    private static void WriteIndex(WireWriter writer, Index value)
    {
        writer.WriteByte(value.IsFromEnd ? (byte)1 : (byte)0);
        writer.WriteRaw(value.Value);
    }

    private static Index ReadIndex(WireReader reader)
    {
        var fromEnd = reader.ReadByte() != 0;
        return Checked(reader.ReadRaw<int>(), value => new Index(value, fromEnd));
    }

    private static decimal ReadDecimal(WireReader reader) =>
        Checked(new[] { reader.ReadRaw<int>(), reader.ReadRaw<int>(), reader.ReadRaw<int>(), reader.ReadRaw<int>() }, bits => new decimal(bits));

    private static TOut With<TIn, TOut>(TIn ignored, TOut value) => value;

    // A value that its type refuses was written by nobody.
    private static TOut Checked<TIn, TOut>(TIn value, Func<TIn, TOut> make)
    {
        try
        {
            return make(value);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw WireReader.Malformed($"{value} is no {typeof(TOut)}");
        }
    }
}
