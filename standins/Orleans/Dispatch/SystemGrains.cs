using System.Collections.Concurrent;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Dispatch;

/// <summary>
/// Grains by which the runtimes of silos talk to each other. Every silo has one of each type from its start to its end; its key is the silo's
/// address.
/// </summary>
internal static class SystemGrains
{
    public const string Prefix = "sys.svc.";
    private static readonly ConcurrentDictionary<IdSpan, SiloAddress> Silos = new();

    public static bool IsSystem(GrainType type) => type.Value.AsSpan().StartsWith("sys.svc."u8);

    public static SiloAddress SiloOf(GrainId grain) => Silos.GetOrAdd(grain.Key, static key => SiloAddress.FromParsableString(key.ToString()));

    /// <summary>The grain of one silo.</summary>
    public static T Get<T>(this ReferenceFactory references, GrainType type, SiloAddress silo) where T : IGrain =>
        (T)(object)references.Create(GrainId.Create(type, silo.ToParsableString()), typeof(T));
}
