namespace Orleans.Runtime;

/// <summary>Names a grain interface within a cluster, in place of its type name.</summary>
/// <param name="value">The name.</param>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = false)]
public sealed class GrainInterfaceTypeAttribute(string value) : Attribute
{
    internal GrainInterfaceType InterfaceType { get; } = GrainInterfaceType.Create(value);
}
