using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Activations;

/// <summary>The grain classes by their types.</summary>
internal sealed class GrainClasses(GrainTypeMap types, IOptions<GrainCollectionOptions> options)
{
    private readonly ConcurrentDictionary<GrainType, GrainClass> _classes = new();

    /// <exception cref="ArgumentException">No class has this type.</exception>
    public GrainClass Of(GrainType type) => _classes.TryGetValue(type, out var known)
        ? known
        : _classes.GetOrAdd(type, new GrainClass(types.ClassOf(type), options.Value));
}
