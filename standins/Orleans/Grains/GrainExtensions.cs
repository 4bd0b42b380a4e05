using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity and references of grains.</summary>
public static class GrainExtensions
{
    /// <summary>The identity of a grain or of the grain that a reference names.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase { GrainContext: { } context } => context.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"Unexpected type of grain: {grain.GetType()}", nameof(grain)),
    };

    /// <summary>A reference to the grain through <typeparamref name="TGrainInterface"/>.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    /// <summary>A reference to the grain through <paramref name="interfaceType"/>.</summary>
    public static object AsReference(this IAddressable grain, Type interfaceType) => AnyReference(grain).Shared.References.Cast(grain, interfaceType);

    /// <summary>The same grain through another interface.</summary>
    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    /// <summary>The key of a grain with a text key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The key of a grain with an integer key.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetPrimaryKeyLong(out _);

    /// <summary>The key of a grain with an integer key, and its extension.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt) => grain.GetGrainId().TryGetIntegerKey(out var key, out keyExt)
        ? key
        : throw new InvalidOperationException($"Unable to extract integer key from grain id {grain.GetGrainId()}");

    /// <summary>The key of a grain with a GUID key.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetPrimaryKey(out _);

    /// <summary>The key of a grain with a GUID key, and its extension.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt) => grain.GetGrainId().TryGetGuidKey(out var key, out keyExt)
        ? key
        : throw new InvalidOperationException($"Unable to extract GUID key from grain id {grain.GetGrainId()}");

    private static GrainReference AnyReference(IAddressable grain) => grain switch
    {
        GrainReference reference => reference,
        IGrainBase { GrainContext: { } context } => context.GrainReference,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"Unexpected type of grain: {grain.GetType()}", nameof(grain)),
    };
}
