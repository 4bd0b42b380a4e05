namespace Orleans;

/// <summary>Values of this type travel in messages; its members with <see cref="IdAttribute"/> are copied.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether members get ids by themselves.</summary>
    public GenerateFieldIds GenerateFieldIds { get; init; }

    /// <summary>Whether the primary constructor's parameters are members; so by default for records.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}

/// <summary>Which members get ids by themselves.</summary>
public enum GenerateFieldIds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Public properties with a setter.</summary>
    PublicProperties = 1,
}

/// <summary>The number of a member within its type, which must never change its meaning.</summary>
/// <param name="id">The number.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method
    | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class IdAttribute(uint id) : Attribute
{
    /// <summary>The number.</summary>
    public uint Id { get; } = id;
}

/// <summary>A name that stays when a type or method is renamed.</summary>
/// <param name="alias">The name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Method
    | AttributeTargets.Interface, AllowMultiple = true)]
public sealed class AliasAttribute(string alias) : Attribute
{
    /// <summary>The name.</summary>
    public string Alias { get; } = alias;
}

/// <summary>Values are not changed by anybody, so that they need not be copied.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field
    | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ImmutableAttribute : Attribute;

/// <summary>Values of this type are never shared between members of one message.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SuppressReferenceTrackingAttribute : Attribute;

/// <summary>This class is an <see cref="IConverter{TValue,TSurrogate}"/> to be used.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RegisterConverterAttribute : Attribute;

/// <summary>How long a caller waits for this method.</summary>
/// <param name="timeout">A time span as text.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The time.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Lets values of a foreign type travel as values of an own struct.</summary>
public interface IConverter<TValue, TSurrogate> where TSurrogate : struct
{
    /// <summary>Makes the foreign value.</summary>
    TValue ConvertFromSurrogate(in TSurrogate surrogate);

    /// <summary>Makes the struct.</summary>
    TSurrogate ConvertToSurrogate(in TValue value);
}

/// <summary>Registers a provider that configuration can choose by kind and name.</summary>
/// <param name="name">The value of <c>ProviderType</c>.</param>
/// <param name="kind">The section, like <c>Clustering</c> or <c>GrainStorage</c>.</param>
/// <param name="target"><c>Silo</c> or <c>Client</c>.</param>
/// <param name="type">The builder.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class RegisterProviderAttribute(string name, string kind, string target, Type type) : Attribute
{
    /// <summary>The value of <c>ProviderType</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The section.</summary>
    public string Kind { get; } = kind;

    /// <summary><c>Silo</c> or <c>Client</c>.</summary>
    public string Target { get; } = target;

    /// <summary>The builder.</summary>
    public Type Type { get; } = type;
}
