using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>A rule that chooses the silo of a new activation.</summary>
    public abstract class PlacementStrategy;
}

namespace Orleans.Placement
{
    /// <summary>Base of the attributes that choose where grains of a class are activated.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public abstract class PlacementAttribute : Attribute
    {
        /// <summary>Sets the strategy.</summary>
        protected PlacementAttribute(PlacementStrategy placement) => PlacementStrategy = placement;

        /// <summary>The strategy.</summary>
        public PlacementStrategy PlacementStrategy { get; }
    }

    /// <summary>Any silo, at random.</summary>
    public sealed class RandomPlacementAttribute() : PlacementAttribute(NamedPlacement.Random);

    /// <summary>The silo of the caller.</summary>
    public sealed class PreferLocalPlacementAttribute() : PlacementAttribute(NamedPlacement.PreferLocal);

    /// <summary>The silo that the key's hash names.</summary>
    public sealed class HashBasedPlacementAttribute() : PlacementAttribute(NamedPlacement.HashBased);

    /// <summary>The less populated one of two random silos.</summary>
    public sealed class ActivationCountBasedPlacementAttribute() : PlacementAttribute(NamedPlacement.ActivationCountBased);

    /// <summary>The silo with the most free resources.</summary>
    public sealed class ResourceOptimizedPlacementAttribute() : PlacementAttribute(NamedPlacement.ResourceOptimized);

    /// <summary>The kinds of move that a grain refuses.</summary>
    [Flags]
    public enum ImmovableKind : byte
    {
        /// <summary>Moves towards callers.</summary>
        Repartitioner = 1,

        /// <summary>Moves that balance silos.</summary>
        Rebalancer = 2,

        /// <summary>All of them.</summary>
        Any = 3,
    }

    /// <summary>Grains of this class are not moved by the runtime.</summary>
    /// <param name="kind">The refused moves.</param>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class ImmovableAttribute(ImmovableKind kind = ImmovableKind.Any) : Attribute
    {
        /// <summary>The refused moves.</summary>
        public ImmovableKind Kind { get; } = kind;
    }

    internal sealed class NamedPlacement(string name) : PlacementStrategy
    {
        public static readonly NamedPlacement Random = new(nameof(Random));
        public static readonly NamedPlacement PreferLocal = new(nameof(PreferLocal));
        public static readonly NamedPlacement HashBased = new(nameof(HashBased));
        public static readonly NamedPlacement ActivationCountBased = new(nameof(ActivationCountBased));
        public static readonly NamedPlacement ResourceOptimized = new(nameof(ResourceOptimized));
        public static readonly NamedPlacement StatelessWorker = new(nameof(StatelessWorker));

        /// <summary>Whether the silo of the caller is the first choice.</summary>
        public bool IsLocal => ReferenceEquals(this, PreferLocal) || ReferenceEquals(this, StatelessWorker);

        public override string ToString() => name;
    }
}

namespace Orleans.Concurrency
{
    /// <summary>Every silo may run several activations of one grain of this class, so they must not hold state.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StatelessWorkerAttribute : Placement.PlacementAttribute
    {
        /// <summary>As many activations as the machine has processors.</summary>
        public StatelessWorkerAttribute() : this(-1)
        {
        }

        /// <summary>At most <paramref name="maxLocalWorkers"/> activations on a silo.</summary>
        public StatelessWorkerAttribute(int maxLocalWorkers) : base(Placement.NamedPlacement.StatelessWorker) =>
            MaxLocalWorkers = maxLocalWorkers > 0 ? maxLocalWorkers : Environment.ProcessorCount;

        internal int MaxLocalWorkers { get; }
    }
}
