using System.Globalization;
using Orleans.Runtime;

namespace Orleans
{
    /// <summary>Names the type of a grain class.</summary>
    /// <param name="grainType">The name.</param>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        /// <summary>The named type.</summary>
        public GrainType GetGrainType(IServiceProvider services, Type type) => GrainType.Create(grainType);
    }

    /// <summary>Idle grains of this class are not collected.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class KeepAliveAttribute : Attribute;

    /// <summary>How long grains of this class must be idle to be collected; at least one minute.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class CollectionAgeLimitAttribute : Attribute
    {
        /// <summary>The smallest limit.</summary>
        public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

        private readonly TimeSpan? _period;

        /// <summary>The limit is given by properties.</summary>
        public CollectionAgeLimitAttribute()
        {
        }

        /// <summary>The limit is given as text, like <c>00:30:00</c>.</summary>
        public CollectionAgeLimitAttribute(string inactivityPeriod) =>
            _period = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

        /// <summary>Days to add.</summary>
        public double Days { get; set; }

        /// <summary>Hours to add.</summary>
        public double Hours { get; set; }

        /// <summary>Minutes to add.</summary>
        public double Minutes { get; set; }

        /// <summary>Whether idle grains are never collected.</summary>
        public bool AlwaysActive { get; set; }

        /// <summary>The resulting limit.</summary>
        public TimeSpan AgeLimit => _period ?? (AlwaysActive ? TimeSpan.FromDays(short.MaxValue) : AtLeastMinimum());

        private TimeSpan AtLeastMinimum()
        {
            var sum = TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return sum < MinAgeLimit ? MinAgeLimit : sum;
        }
    }
}

namespace Orleans.Metadata
{
    /// <summary>Names the grain type that implements an interface when several could.</summary>
    /// <param name="grainType">The name.</param>
    [AttributeUsage(AttributeTargets.Interface, AllowMultiple = false)]
    public sealed class DefaultGrainTypeAttribute(string grainType) : Attribute
    {
        internal GrainType GrainType { get; } = GrainType.Create(grainType);
    }
}

namespace Orleans.Providers
{
    /// <summary>Names the storage provider of a <see cref="Grain{TGrainState}"/>.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class StorageProviderAttribute : Attribute
    {
        /// <summary>The provider's name.</summary>
        public string ProviderName { get; set; } = "Default";
    }
}
