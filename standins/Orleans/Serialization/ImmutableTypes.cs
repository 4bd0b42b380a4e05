using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>The types whose values are their own copies.</summary>
internal static class ImmutableTypes
{
    private static readonly FrozenSet<Type> Known = new[]
    {
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(Guid), typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Complex), typeof(Rune), typeof(Index),
        typeof(Range), typeof(Uri), typeof(Version), typeof(IPAddress), typeof(IPEndPoint), typeof(CultureInfo), typeof(CancellationToken),
        typeof(object), typeof(DBNull), typeof(GrainId), typeof(GrainType), typeof(IdSpan), typeof(GrainInterfaceType),
        typeof(SiloAddress), typeof(ActivationId), typeof(GrainAddress),
    }.ToFrozenSet();

    public static bool Contains(Type type) => type.IsPrimitive || type.IsEnum || type.IsPointer
        || Known.Contains(type)
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false)
        || typeof(Type).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || typeof(IPAddress).IsAssignableFrom(type)
        || typeof(CultureInfo).IsAssignableFrom(type);

    /// <summary>Whether a member or parameter says that what it holds does not change.</summary>
    public static bool IsMarked(ICustomAttributeProvider member) => member.IsDefined(typeof(ImmutableAttribute), inherit: false);
}
