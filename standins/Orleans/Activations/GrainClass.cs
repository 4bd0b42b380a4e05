using System.Reflection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Dispatch;
using Orleans.Placement;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Activations;

/// <summary>What all activations of one grain class have in common.</summary>
internal sealed class GrainClass
{
    private readonly Func<object, IInvokable, bool>? _mayInterleave;

    public GrainClass(Type type, GrainCollectionOptions options)
    {
        Type = type;
        GrainType = GrainTypeMap.NameOf(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MaxLocalWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers;
        IsSystem = SystemGrains.IsSystem(GrainType);
        Placement = type.GetCustomAttribute<PlacementAttribute>()?.PlacementStrategy ?? NamedPlacement.ResourceOptimized;
        CollectionAge = CollectionAgeOf(type, options);
        _mayInterleave = PredicateOf(type);
        Activator = new(type);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    /// <summary>The class's name in statistics.</summary>
    public string Name => $"{Type.FullName},{Type.Assembly.GetName().Name}";

    public GrainActivator Activator { get; }

    /// <summary>How long an activation must be idle to be collected; infinite when it never is.</summary>
    public TimeSpan CollectionAge { get; }

    /// <summary>For stateless workers, how many activations of one grain there may be.</summary>
    public int? MaxLocalWorkers { get; }

    /// <summary>Whether the runtime itself talks by grains of this class.</summary>
    public bool IsSystem { get; }

    /// <summary>Whether there is one activation in the cluster, which the directory knows.</summary>
    public bool IsRegistered => !IsSystem && MaxLocalWorkers is null;

    /// <summary>The rule that chooses the silo.</summary>
    public PlacementStrategy Placement { get; }

    public bool HasInterleaveRule => IsReentrant || _mayInterleave is not null;

    private bool IsReentrant { get; }

    public bool MayInterleave(object instance, IInvokable request) => IsReentrant || _mayInterleave!(instance, request);

    private static TimeSpan CollectionAgeOf(Type type, GrainCollectionOptions options)
    {
        if (type.IsDefined(typeof(KeepAliveAttribute)))
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (options.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age))
        {
            return age;
        }

        return type.GetCustomAttribute<CollectionAgeLimitAttribute>() switch
        {
            null => options.CollectionAge,
            { AlwaysActive: true } => Timeout.InfiniteTimeSpan,
            var limit => limit.AgeLimit,
        };
    }

    private static Func<object, IInvokable, bool>? PredicateOf(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
        {
            return null;
        }

        var method = type.GetMethod(
            attribute.CallbackMethodName,
            BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy);
        if (method?.ReturnType != typeof(bool) || method.GetParameters() is not [var only] || only.ParameterType != typeof(IInvokable))
        {
            throw new InvalidOperationException(
                $"Class {type.FullName} doesn't declare a method {attribute.CallbackMethodName} that takes {nameof(IInvokable)} and returns bool.");
        }

        return method.IsStatic
            ? (_, request) => (bool)method.Invoke(null, [request])!
            : (instance, request) => (bool)method.Invoke(instance, [request])!;
    }
}
